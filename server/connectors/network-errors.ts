/** What keeps a server from being reached, in words: one cause, one message, one thing to do. Pure. */

export interface NetworkCause {
  readonly message: string;
  readonly hint: string;
}

const byCode: Readonly<Record<string, NetworkCause>> = {
  ECONNREFUSED: {
    message: 'Nothing answers at that host and port.',
    hint: 'Is the server running, and are `host` and `port` right?',
  },
  ENOTFOUND: { message: 'The host name is not known.', hint: 'Check `host`; a VPN may be needed.' },
  EAI_AGAIN: {
    message: 'The host name cannot be looked up.',
    hint: 'The name service does not answer; check the network.',
  },
  EHOSTUNREACH: { message: 'There is no way to the host.', hint: 'Check the network, a VPN or a firewall.' },
  ENETUNREACH: { message: 'There is no way to the host.', hint: 'Check the network, a VPN or a firewall.' },
};

const timeout: NetworkCause = {
  message: 'The server did not answer in time.',
  hint: 'A firewall may drop the packets. Check `host` and `port`, or raise `connectTimeoutMs`.',
};

const tlsCauses: readonly (readonly [RegExp, NetworkCause])[] = [
  [
    /does not support (?:SSL|secure connection)/i,
    {
      message: 'The server offers no encryption.',
      hint: 'Turn encryption on at the server, or set `ssl: false` if the network is trusted.',
    },
  ],
  [
    /does not match certificate|ERR_TLS_CERT_ALTNAME_INVALID/i,
    {
      message: 'The certificate of the server is for another name.',
      hint: 'Use the name that the certificate has as `host`; `ssl: no-verify` skips the check.',
    },
  ],
  [
    /certificate has expired|not yet valid|CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/i,
    {
      message: 'The certificate of the server has expired or is not valid yet.',
      hint: 'Renew it at the server, and check the clocks of both machines.',
    },
  ],
  [
    /self.signed|unable to (?:verify|get)|SELF_SIGNED|UNABLE_TO|certificate/i,
    {
      message: 'The certificate of the server is not signed by an authority that is known here.',
      hint: 'Give its authority as `ca`; `ssl: no-verify` encrypts without checking.',
    },
  ],
  [
    /ERR_SSL|EPROTO|HANDSHAKE_SSL|\bSSL\b/,
    {
      message: 'The server and Joinery found no common way to encrypt.',
      hint: 'Joinery speaks TLS 1.2 and 1.3. Does the server offer them at that port?',
    },
  ],
];

/** Undefined if it is none of these. `code` is that of Node or of the client library. */
export function networkCause(code: string, message: string): NetworkCause | undefined {
  const known = byCode[code];
  if (known !== undefined) return known;
  if (code === 'ETIMEDOUT' || /timeout|timed out/i.test(message)) return timeout;
  return tlsCauses.find(([form]) => form.test(`${code} ${message}`))?.[1];
}

/** Codes with which a request to a service fails before an answer begins. */
const unreachableCodes =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ECONNABORTED|UND_ERR_CONNECT_TIMEOUT|EPROTO|CERT_.*|UNABLE_.*|SELF_SIGNED.*|DEPTH_ZERO.*|ERR_TLS.*|ERR_SSL.*)$/;

export const isUnreachableCode = (code: string): boolean => unreachableCodes.test(code);

const whys: readonly (readonly [RegExp, string])[] = [
  [/^(?:ENOTFOUND|EAI_AGAIN)$/, 'its name is not known (DNS)'],
  [/^ECONNREFUSED$/, 'nobody listens there'],
  [/HAS_EXPIRED|NOT_YET_VALID/, 'its certificate has expired or is not valid yet (TLS)'],
  [/ALTNAME_INVALID/, 'its certificate is for another name (TLS)'],
  [/^(?:EPROTO|ERR_SSL)/, 'the other side does not speak TLS, or no TLS that is spoken here'],
  [/CERT|UNABLE|SELF_SIGNED|DEPTH_ZERO|TLS/, 'its certificate is not signed by an authority that is known here (TLS)'],
];

/** Why a service cannot be reached: the end of a sentence. `code` is one of `isUnreachableCode`, or empty. */
export const whyUnreachable = (code: string): string =>
  whys.find(([form]) => form.test(code))?.[1] ?? 'the network does not reach it';
