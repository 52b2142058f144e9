import { describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { readApprovals } from './approvals.ts';

const entry = (changes: Readonly<Record<string, string>> = {}): string => {
  const fields = { finding: '3f2a9c0d1e4b', by: 'Ann', why: 'nobody uses it', until: '2027-01-31', ...changes };
  const lines = Object.entries(fields).map(([field, text]) => `${field}: ${text}`);
  return `- ${lines.join('\n  ')}\n`;
};

describe('approvals', () => {
  it('say which finding somebody accepts, why, and until when', () => {
    const approval = { finding: '3f2a9c0d1e4b', by: 'Ann', why: 'nobody uses it', until: '2027-01-31' };
    expect(readApprovals(entry(), 'approvals.yaml')).toEqual([approval]);
    expect(readApprovals(JSON.stringify([approval]), 'approvals.yaml')).toEqual([approval]);
  });

  it.each(['', '# nothing yet\n', '[]\n'])('may be none: %j', (text) => {
    expect(readApprovals(text, 'approvals.yaml')).toEqual([]);
  });

  it.each(['012345678901', '123456789012', '4e1234567890', '0b1010101010'])(
    'take the fingerprint %s for what is written',
    (finding) => {
      expect(readApprovals(entry({ finding }), 'approvals.yaml')).toMatchObject([{ finding }]);
    },
  );

  it.each([
    { reason: 'a fingerprint is cut', text: entry({ finding: '3f2a' }), says: '1:12: "3f2a" is no fingerprint' },
    { reason: 'it says no reason', text: entry({ why: "''" }), says: '3:8: why is empty' },
    {
      reason: 'the day is not in the calendar',
      text: entry({ until: '2027-02-30' }),
      says: '4:10: "2027-02-30" is no day',
    },
    { reason: 'the day is a sentence', text: entry({ until: 'next year' }), says: '4:10: "next year" is no day' },
    { reason: 'a field is unknown', text: entry({ bye: 'Ann' }), says: '5:3: an approval has no field bye' },
    { reason: 'a field is a list', text: entry({ by: '[Ann]' }), says: '2:7: this is no text' },
    {
      reason: 'a field is absent',
      text: '- finding: 3f2a9c0d1e4b\n  by: Ann\n',
      says: '1:3: this approval lacks why and until',
    },
    { reason: 'a finding is approved twice', text: entry() + entry(), says: '5:3: 3f2a9c0d1e4b is approved twice' },
    { reason: 'it is no list', text: 'finding: 3f2a9c0d1e4b\n', says: '1:1: this is no list of approvals' },
    { reason: 'an entry is a text', text: '- 3f2a9c0d1e4b\n', says: '1:3: this is no approval' },
    { reason: 'there is a second document', text: '[]\n---\n[]\n', says: '3:1: a second document' },
    { reason: 'it is no YAML', text: '- {\n', says: ': ' },
  ])('are refused at their place if $reason', ({ text, says }) => {
    let error: unknown;
    try {
      readApprovals(text, 'approvals.yaml');
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toContain(`approvals.yaml:`);
    expect((error as UserError).message).toContain(says);
  });
});
