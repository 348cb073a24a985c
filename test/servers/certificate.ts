/** Certificates for tests of TLS, made on the spot: an authority of our own and what it signs. X.509 v3 in DER (RFC 5280), signed by ECDSA with SHA-256. */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

export interface Certificate {
  /** PEM texts. */
  readonly certificate: string;
  readonly key: string;
}

export interface Authority extends Certificate {
  /** A server's certificate for `names` (host names or IPv4 addresses). */
  issue(names: readonly string[], options?: { readonly isExpired?: boolean }): Certificate;
}

export function makeAuthority(commonName = 'Joinery test authority'): Authority {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const own = { subject: commonName, publicKey, issuer: commonName, signer: privateKey };
  const constraints = extension('551d13', sequence(tlv(0x01, Buffer.from([0xff]))), true);
  return {
    certificate: signed({ ...own, extensions: [constraints], isExpired: false }),
    key: pem(privateKey),
    issue(names, { isExpired = false } = {}) {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const alternatives = names.map((name) =>
        isIP(name) === 4 ? tlv(0x87, Buffer.from(name.split('.').map(Number))) : tlv(0x82, Buffer.from(name)),
      );
      const certificate = signed({
        subject: names[0] ?? 'server',
        publicKey: pair.publicKey,
        issuer: commonName,
        signer: privateKey,
        extensions: [extension('551d11', sequence(...alternatives), false)],
        isExpired,
      });
      return { certificate, key: pem(pair.privateKey) };
    },
  };
}

interface Contents {
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly issuer: string;
  readonly signer: KeyObject;
  readonly extensions: readonly Buffer[];
  readonly isExpired: boolean;
}

function signed({ subject, publicKey, issuer, signer, extensions, isExpired }: Contents): string {
  const algorithm = sequence(oid('2a8648ce3d040302'));
  const dayMs = 86_400_000;
  const body = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name(issuer),
    sequence(time(Date.now() - 2 * dayMs), time(Date.now() + (isExpired ? -dayMs : dayMs))),
    name(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(...extensions)),
  );
  const signature = tlv(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, signer)]));
  const lines =
    sequence(body, algorithm, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function tlv(tag: number, ...content: readonly Buffer[]): Buffer {
  const value = Buffer.concat(content);
  const length =
    value.length < 128
      ? Buffer.from([value.length])
      : value.length < 256
        ? Buffer.from([0x81, value.length])
        : Buffer.from([0x82, value.length >> 8, value.length & 255]);
  return Buffer.concat([Buffer.from([tag]), length, value]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => tlv(0x30, ...parts);
const oid = (hex: string): Buffer => tlv(0x06, Buffer.from(hex, 'hex'));
const name = (text: string): Buffer => sequence(tlv(0x31, sequence(oid('550403'), tlv(0x0c, Buffer.from(text)))));
const time = (ms: number): Buffer =>
  tlv(0x18, Buffer.from(`${new Date(ms).toISOString().replace(/[-:T]|\..*/g, '')}Z`));
const extension = (id: string, value: Buffer, isCritical: boolean): Buffer =>
  sequence(oid(id), ...(isCritical ? [tlv(0x01, Buffer.from([0xff]))] : []), tlv(0x04, value));
const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
