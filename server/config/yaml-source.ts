/** config.yaml as a tree which knows where each thing stands, so that every complaint names file, line and column. */
import { basename } from 'node:path';
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import type { Position } from '../../lib/contract/errors.ts';
import { type ErrorDetails, JoineryError, positionAt } from '../errors.ts';

export interface YamlSource {
  readonly document: Document;
  /** The node itself, aliases followed. */
  resolve(node: unknown): Node | undefined;
  position(node: unknown): Position;
  /** `config.yaml, line 4, column 11: ` before `problem`. */
  where(node: unknown): string;
  /** A `config_invalid` that says where `node` stands. */
  mistake(node: unknown, problem: string, details?: Pick<ErrorDetails, 'hint' | 'connection'>): JoineryError;
  /** Pairs of a map whose keys are text; throws `config_invalid` at a key which is not. */
  entries(map: YAMLMap): { readonly key: string; readonly keyNode: unknown; readonly value: unknown }[];
  /** The node that stands at `path` below `node`, or the nearest one above it. `key` prefers the last key to its value. */
  locate(node: unknown, path: readonly PropertyKey[], prefer?: 'key' | 'value'): unknown;
}

/** Throws `config_invalid` at the first place where the file is not YAML. */
export function readYaml(path: string, text: string): YamlSource {
  const file = basename(path);
  const document = parseDocument(text, { merge: true, prettyErrors: false });
  const at = (offset: number, length: number, problem: string, details: ErrorDetails = {}): JoineryError => {
    const position = positionAt(text, offset, length);
    return new JoineryError('config_invalid', `${place(file, position)}${problem}.`, { ...details, position });
  };
  const fault = document.errors[0];
  if (fault !== undefined) {
    throw at(fault.pos[0], 0, `this is not valid YAML: ${fault.message.replace(/[.:]$/, '')}`, {
      hint: 'Indent with blanks, one more step for each level, and put texts with special characters in quotes.',
    });
  }
  const rangeOf = (node: unknown): [number, number] => {
    const range = isNode(node) ? node.range : undefined;
    return range ? [range[0], range[1]] : [0, 0];
  };
  const source: YamlSource = {
    document,
    resolve(node) {
      if (isAlias(node)) return node.resolve(document);
      return isNode(node) ? node : undefined;
    },
    position(node) {
      const [start, end] = rangeOf(node);
      const line = text.slice(start, end).split('\n', 1)[0] ?? '';
      return positionAt(text, start, line.length);
    },
    where: (node) => place(file, source.position(node)),
    mistake(node, problem, details) {
      const { offset, length } = source.position(node);
      return at(offset, length, problem, details);
    },
    entries: (map) => map.items.map((pair) => entryOf(pair, source)),
    locate(node, path, prefer = 'value') {
      let found = source.resolve(node) ?? node;
      let keyNode: unknown;
      for (const step of path) {
        const container = source.resolve(found);
        if (isMap(container)) {
          const pair = container.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
          if (pair === undefined) return found;
          keyNode = pair.key;
          found = pair.value ?? pair.key;
        } else if (isSeq(container) && typeof step === 'number') {
          keyNode = undefined;
          found = container.items[step] ?? found;
        } else {
          return found;
        }
      }
      return prefer === 'key' ? (keyNode ?? found) : found;
    },
  };
  return source;
}

function place(file: string, position: Position): string {
  return `${file}, line ${position.line}, column ${position.column}: `;
}

function entryOf(pair: Pair, source: YamlSource): { key: string; keyNode: unknown; value: unknown } {
  if (!isScalar(pair.key) || pair.key.value === null || typeof pair.key.value === 'object') {
    throw source.mistake(pair.key, 'found a key that is not a name, expected `name: value`');
  }
  return { key: String(pair.key.value), keyNode: pair.key, value: pair.value };
}

/** How a value is named in a complaint; never used for secrets. */
export function describeValue(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return `"${value.length > 60 ? `${value.slice(0, 57)}...` : value}"`;
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return String(value);
}
