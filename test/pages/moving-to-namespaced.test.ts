/** The page on moving a cluster to namespaced XRs shows the steps that the command prints. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { blocks, planesmith, rows, section, textOf } from './page.ts';

const page = textOf('docs/moving-to-namespaced.md');
const cluster = section(page, '## The cluster');

it('has the commands of each step, under its title', async () => {
  const { stdout } = await planesmith(
    'migrate',
    'examples',
    '--to',
    'namespaced',
    '--target',
    'aws',
    '--environment',
    'prod',
    '--steps',
  );
  const steps = stdout.split(/^# /m).slice(1);
  const shown = steps.map((step) => {
    const [title = ''] = step.split('\n', 1);
    const part = title === 'Names' ? cluster.split('\n### ', 1)[0] : section(cluster, `### ${title}`);
    return `${title}\n${blocks(part ?? '', 'sh').join('')}`;
  });
  expect(shown).toEqual(steps.map((step) => `${step.trimEnd()}\n`));
  expect([...cluster.matchAll(/^### (.*)$/gm)]).toHaveLength(steps.length - 1);
});

/** The fields of a claim on the page, with the values that it gives or usual ones, and what they become. */
const fields = rows(section(page, '## The files')).flatMap(([cell = '', becomes = '']) =>
  [...cell.matchAll(/`(\w+)(?:: (\w+))?`/g)].map(([, name = '', given]) => {
    const usual = name.endsWith('Selector') ? { matchLabels: { a: 'b' } } : { name: 'c' };
    return { name, value: given ?? (name === 'compositionUpdatePolicy' ? 'Manual' : usual), becomes };
  }),
);

it('says of each field what the command makes of it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'planesmith-moving-'));
  const claim = { apiVersion: 'platform.example.org/v1alpha1', kind: 'Cache' };
  const write = async (those: typeof fields) => {
    for (const [index, { name, value }] of those.entries()) {
      const metadata = { name: `cache-${index}`, namespace: 'team-a' };
      const text = JSON.stringify({ ...claim, metadata, spec: { memoryMB: 256, [name]: value } });
      await writeFile(join(folder, `${index}.json`), text);
    }
  };
  const isRefused = ({ becomes }: (typeof fields)[number]) => becomes.startsWith('**refused**');
  await write(fields);
  const failed = await planesmith('migrate', folder, '--to', 'namespaced').catch((error: { stderr: string }) => error);
  const refused = [...failed.stderr.matchAll(/: invalid: spec\.(\w+): /g)].map(([, name]) => name);
  expect(refused).toEqual(fields.filter(isRefused).map(({ name }) => name));

  await rm(folder, { recursive: true });
  await mkdir(folder);
  const others = fields.filter((field) => !isRefused(field));
  await write(others);
  const { stdout } = await planesmith('migrate', folder, '--to', 'namespaced', '-o', 'json');
  const { files } = JSON.parse(stdout) as { files: { diff: string }[] };
  await rm(folder, { recursive: true });
  expect(files).toHaveLength(others.length);
  for (const [index, { name, becomes }] of others.entries()) {
    expect(files[index]!.diff.includes('"crossplane": {'), name).toBe(becomes.includes('`spec.crossplane`'));
  }
});
