import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environment, planesmith, widgetFolder } from './testing/widget-folder.ts';

describe('planesmith explain', () => {
  let folder: string;
  beforeAll(() => {
    folder = widgetFolder({ 'broken.yaml': environment.replace(/^data:[^]*/m, 'data: [1]\n') });
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const explain = (...args: string[]) => planesmith(folder, ['explain', ...args]);

  it('prints an API with its targets, the keys of its Secret and the fields of its spec', async () => {
    const { code, stdout } = await explain('widgets');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Widget {2}<Object> {2}toys\.example\.org\/v1alpha1$/m);
    expect(stdout).toMatch(/^ {2}targets: local, cloud$/m);
    expect(stdout).toMatch(/^ {2}keys of its Secret, .*:\n(?: {4}.*\n)* {4}password: The password of that login\.$/m);
    expect(stdout).toMatch(/^ {2}size {2}<string>\n {4}.+\n {4}one of: small, large\n {4}default: "small"$/m);
  });

  it('takes a field of the spec with and without `spec` before it', async () => {
    const { stdout } = await explain('Widget.teeth');
    expect(stdout).toMatch(/^Widget\.spec\.teeth {2}<integer>/);
    expect(stdout).toMatch(/^ {2}limits: 1 to 1000\n {2}in an environment: at most maxTeeth$/m);
    expect((await explain('Widget.spec.teeth')).stdout).toBe(stdout);
  });

  it('says what the keys of the Secret mean where a claim may rename them', async () => {
    expect((await explain('Widget.connectionSecret.keyAliases')).stdout).toMatch(/^ {4}host: Where it turns\.$/m);
    expect((await explain('Widget.size')).stdout).not.toMatch(/Secret/);
  });

  it('explains what a claim reports', async () => {
    expect((await explain('Widget.status')).stdout).toMatch(/^Widget\.status {2}<Object>/);
  });

  it('shows what each value becomes in an environment, or why it is refused there', async () => {
    const { code, stdout } = await explain('Widget.teeth', '--environment', 'examples/environments/local.yaml');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {4}1\n {6}Gear spec\.teeth: 1$/m);
    expect(stdout).toMatch(/^ {4}1000: refused: spec\.teeth: at most 100 teeth are allowed here/m);
  });

  it('gives the same as data', async () => {
    const args = ['Widget.size', '--environment', 'examples/environments/local.yaml', '-o', 'json'];
    const explained = JSON.parse((await explain(...args)).stdout) as object;
    expect(explained).toMatchObject({
      kind: 'Widget',
      path: 'spec.size',
      type: 'string',
      presence: 'defaulted',
      values: ['small', 'large'],
      default: 'small',
      effects: [{ value: 'small' }, { value: 'large' }],
    });
  });

  it('refuses a target that the API does not have: no value is to blame', async () => {
    const args = ['Widget.size', '--environment', 'examples/environments/local.yaml', '--target', 'mars'];
    expect(await explain(...args)).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/Widget has no target mars\n {2}hint: its targets are local, cloud/),
    });
  });

  it('refuses such a target without an environment, too', async () => {
    expect(await explain('Widget', '--target', 'mars')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/Widget has no target mars\n {2}hint: its targets are local, cloud/),
    });
  });

  it('names the target on which it tries values', async () => {
    const args = ['Widget.teeth', '--environment', 'examples/environments/local.yaml'];
    expect((await explain(...args)).stdout).toMatch(/^ {2}In this environment, on local:$/m);
    expect(JSON.parse((await explain(...args, '-o', 'json')).stdout)).toMatchObject({ target: 'local' });
  });

  it('refuses an environment that no claim can be tried in', async () => {
    expect(await explain('Widget.size', '--environment', 'broken.yaml')).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^error: EnvironmentConfig toys .*data in body must be of type object/),
    });
  });

  it.each([
    { reason: 'a misspelt field', field: 'Widget.sise', says: /Widget has no field sise, did you mean size\?/ },
    {
      reason: 'a field below a text',
      field: 'Widget.spec.size.x',
      says: /Widget\.spec\.size has no field x\n {2}hint: Widget\.spec\.size has no fields of its own/,
    },
    { reason: 'a misspelt kind', field: 'Wigdet.size', says: /there is no kind Wigdet, did you mean Widget\?/ },
    { reason: 'a name that every object has', field: 'Widget.__proto__', says: /Widget has no field __proto__/ },
  ])('refuses $reason', async ({ field, says }) => {
    expect(await explain(field)).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(says) });
  });
});
