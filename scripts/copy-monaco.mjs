import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Copies Monaco's files to public/monaco/vs: the page loads them from this server, never from a CDN. */
export function copyMonaco() {
  const source = path.join(root, 'node_modules/monaco-editor');
  const target = path.join(root, 'public/monaco/vs');
  const stampPath = path.join(root, 'public/monaco/.version');
  const { version } = JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8'));
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === version) return 'up to date';
  rmSync(target, { recursive: true, force: true });
  cpSync(path.join(source, 'min/vs'), target, { recursive: true });
  writeFileSync(stampPath, version);
  return 'copied';
}
