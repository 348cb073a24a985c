import { ensureGenerated, ensureInstalled } from './install.mjs';
import { checkPlatform, findNode } from './node-version.mjs';

/** Brings a clone to the point where the project's own programs run. Answers the Node to run them with. */
export function prepare() {
  checkPlatform();
  ensureInstalled();
  const node = findNode();
  ensureGenerated(node);
  return node;
}
