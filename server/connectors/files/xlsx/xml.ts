/** XML as events, chunk by chunk. Names come without their prefix: writers differ in it. */
import type { Readable } from 'node:stream';
import { SaxesParser } from 'saxes';

export interface XmlHandler {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Yields after each chunk, so that a caller can take what its handler has gathered. Throws on text that is not XML. */
export async function* readXml(stream: Readable, handler: XmlHandler): AsyncGenerator<void> {
  const parser = new SaxesParser({ position: false });
  let failure: Error | undefined;
  parser.on('error', (error) => {
    failure ??= error;
  });
  parser.on('opentag', (tag) => handler.open?.(localName(tag.name), tag.attributes as Record<string, string>));
  parser.on('closetag', (tag) => handler.close?.(localName(tag.name)));
  parser.on('text', (text) => handler.text?.(text));
  parser.on('cdata', (text) => handler.text?.(text));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of stream) {
    parser.write(decoder.decode(chunk as Buffer, { stream: true }));
    if (failure !== undefined) throw failure;
    yield;
  }
  parser.write(decoder.decode());
  parser.close();
  if (failure !== undefined) throw failure;
}

export async function readWholeXml(stream: Readable | undefined, handler: XmlHandler): Promise<void> {
  if (stream === undefined) return;
  for await (const _ of readXml(stream, handler));
}
