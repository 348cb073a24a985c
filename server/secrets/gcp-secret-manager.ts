/**
 * Secrets of Google Cloud: `gcp-secret-manager:projects/P/secrets/S[/versions/V]`, the latest version by default. Signs in with the
 * application's default credentials. The client is loaded when the first such reference is met.
 */
import { JoineryError } from '../errors.ts';

const ANSWER_TIME_MS = 15_000;
const form = /^projects\/[^/]+\/secrets\/[^/]+(\/versions\/[^/]+)?$/;

/** `endpoint` replaces Google's own (`http://127.0.0.1:9000`, or a private one); one without TLS is asked without signing in. */
export async function readGcpSecret(target: string, endpoint: string | undefined): Promise<string> {
  const reference = `gcp-secret-manager:${target}`;
  if (!form.test(target)) {
    throw new JoineryError('secret_unavailable', `${reference} is not the name of a secret.`, {
      hint: 'Write gcp-secret-manager:projects/PROJECT/secrets/NAME, or with /versions/VERSION behind it.',
    });
  }
  const name = target.includes('/versions/') ? target : `${target}/versions/latest`;
  const client = await openClient(endpoint);
  try {
    const [version] = await client.accessSecretVersion({ name }, { timeout: ANSWER_TIME_MS, maxRetries: 1 });
    const data = version.payload?.data;
    if (data === undefined || data === null) throw new Error('The answer holds no value');
    return typeof data === 'string' ? data : Buffer.from(data).toString('utf8');
  } catch (cause) {
    throw new JoineryError('secret_unavailable', `${reference} cannot be read: ${reasonOf(cause)}.`, {
      hint: 'Joinery signs in with the application default credentials (GOOGLE_APPLICATION_CREDENTIALS, or those of the machine), which need the role Secret Manager Secret Accessor.',
      cause,
    });
  } finally {
    await client.close();
  }
}

async function openClient(endpoint: string | undefined) {
  const { SecretManagerServiceClient } = (await import('@google-cloud/secret-manager')).default;
  if (endpoint === undefined || endpoint === '') return new SecretManagerServiceClient({ fallback: true });
  const { protocol, hostname, port } = new URL(endpoint);
  const isPlain = protocol === 'http:';
  const address = {
    fallback: true,
    apiEndpoint: hostname,
    protocol: protocol.slice(0, -1),
    port: Number(port || (isPlain ? 80 : 443)),
  };
  if (!isPlain) return new SecretManagerServiceClient(address);
  const { GoogleAuth, PassThroughClient } = await import('google-auth-library');
  return new SecretManagerServiceClient({ ...address, auth: new GoogleAuth({ authClient: new PassThroughClient() }) });
}

/** By the code of the call, in words of ours: messages of the service may repeat what was asked. */
function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? Number(cause.code) : undefined;
  if (code === 5 || code === 404) return 'there is no such secret or version';
  if (code === 7 || code === 403) return 'this account may not read it';
  if (code === 16 || code === 401) return 'Google did not accept the credentials';
  if (code === 9 || code === 400) return 'the version is disabled or destroyed';
  const text = cause instanceof Error ? cause.message : '';
  if ((code === 4 || code === 504) && !/ECONN|ENOTFOUND|EAI_AGAIN/.test(text))
    return 'Secret Manager did not answer in time';
  if (/default credentials/i.test(text)) return 'there are no credentials to sign in with';
  return 'Secret Manager cannot be reached';
}
