/** What an API says of a key of its Secret holds on every target: a key that a target leaves out says when. */
import { expect, test } from 'vitest';
import { cells, exampleSpec, facts, readyClaim, usualEnvironment } from '../fixtures.ts';

const saysWhen = /\b(absent|if)\b|^Kafka: /;

test.each(cells.filter(({ api }) => Object.keys(api.secret).length > 0))(
  'each key that the Secret of a $kind lacks on $target says when',
  ({ key, kind, target, api }) => {
    const environment = facts(usualEnvironment(target));
    const { secret = {} } = readyClaim({ kind, target, environment, spec: exampleSpec(key) });
    const lacking = Object.entries(api.secret).filter(([name]) => !(name in secret));
    expect(lacking.filter(([, meaning]) => !saysWhen.test(meaning))).toEqual([]);
  },
);
