// Writes the pages of the reference out of the docstrings. TypeDoc knows no TypeScript 7, so that this folder has TypeScript 6.
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Application, Converter, type ProjectReflection, type TypeDocOptions } from 'typedoc';
import type { PluginOptions } from 'typedoc-plugin-markdown';
import { addresses } from './.vitepress/addresses.ts';

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(import.meta.dirname, 'reference');

/** The entries that apps import, by the name under which they do. Those of other majors export the same names. */
const entries = new Map(
  ['xai', 'civitai', 'middleware', 'bulk', 'emulator', 'core'].flatMap(name => entriesOf(name)),
);

const options: Partial<TypeDocOptions> & PluginOptions = {
  entryPoints: [...entries.values()],
  tsconfig: path.join(import.meta.dirname, 'tsconfig.reference.json'),
  // `pnpm types` checks them.
  skipErrorChecking: true,
  plugin: ['typedoc-plugin-markdown'],
  router: 'module',
  outputs: [{ name: 'markdown', path: folder }],
  readme: 'none',
  name: 'Reference',
  excludeInternal: true,
  excludePrivate: true,
  excludeExternals: true,
  disableGit: true,
  sourceLinkTemplate: `${addresses.repository}/blob/main/packages/{path}`,
  basePath: root,
  // What of the AI SDK and of Zod stands in a type has its documentation there.
  validation: { invalidLink: true, notExported: false, rewrittenLink: true },
  logLevel: 'Warn',
  treatWarningsAsErrors: true,
  entryFileName: 'index',
  hideBreadcrumbs: true,
  hidePageHeader: true,
  useCodeBlocks: true,
  // The site makes anchors of headings by other rules: `BulkError.reason` is no neighbour of `BulkErrorReason` there.
  useHTMLAnchors: true,
  anchorPrefix: 'of-',
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
};

const application = await Application.bootstrapWithPlugins(options);

application.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => rename(project));

const project = await application.convert();
if (project === undefined) throw new TypeError('Failed to read the sources.');
application.validate(project);
await rm(folder, { recursive: true, force: true });
await application.generateOutputs(project);
if (application.logger.hasErrors() || application.logger.hasWarnings()) process.exitCode = 1;

function rename(reflections: ProjectReflection): void {
  for (const child of reflections.children ?? []) {
    const file = child.sources?.[0]?.fullFileName;
    child.name = [...entries].find(([, source]) => source === file)?.[0] ?? child.name;
  }
}

function entriesOf(name: string): [string, string][] {
  const manifest: { name: string; exports: Record<string, string | { '@grok-image/source': string }> } =
    JSON.parse(readFileSync(path.join(root, 'packages', name, 'package.json'), 'utf8'));
  return Object.entries(manifest.exports).flatMap(([entry, target]): [string, string][] =>
    typeof target === 'string' || /^\.\/(v[123]|internal)$/.test(entry)
      ? []
      : [[manifest.name + entry.slice(1), path.join(root, 'packages', name, target['@grok-image/source'])]],
  );
}
