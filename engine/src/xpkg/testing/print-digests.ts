/** Prints the digest of every file of the Widget packages in dist/; determinism.test.ts runs it. */
import { digestOf } from '../digest.ts';
import { functionRoot } from '../function-root.ts';
import { buildFunctionPackage } from '../function.ts';
import { textContent } from '../tar.ts';
import { widgetConfiguration, widgetFunction } from './widget-package.ts';
import { widgetLock, writeWidgetPlatform } from './widget-platform.ts';

const [folder = ''] = process.argv.slice(2);
await writeWidgetPlatform(folder);
const root = await functionRoot({
  folder,
  architecture: 'amd64',
  bundle: textContent('export {};\n'),
  base: { directory: 'base' },
  nodeLock: widgetLock,
});
const packages = [
  await widgetConfiguration(),
  await widgetFunction(),
  await buildFunctionPackage({ name: 'toy-root', version: '1.0.0', crossplane: '>=v2.0.0-0', roots: [root] }),
];
for (const { path, content } of packages.flatMap(({ files }) => files)) {
  const bytes = typeof content === 'string' ? textContent(content) : content;
  console.log(`${digestOf(bytes)} ${path}`);
}
