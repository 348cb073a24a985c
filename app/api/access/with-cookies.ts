/** An answer that sets or takes away the session's cookies. */
export function withCookies({
  body,
  cookies,
}: {
  readonly body: unknown;
  readonly cookies: readonly string[];
}): Response {
  const headers = new Headers({ 'cache-control': 'no-store' });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return Response.json(body, { headers });
}
