/** Parts of addresses that stand for themselves; everything else in an address is somebody's. */
const words: ReadonlySet<string> = new Set(
  (
    'api v1 auth runs results queries catalog connections history performance suggestions assistant joins dictionary settings people join shared ' +
    'rows export view chart summary events cancel versions shares tables schemas columns search refresh sql from-sql part-sql counts examples xray ' +
    'test status payload ask chat calls partners dismissal openapi.json healthz readyz metrics'
  ).split(' '),
);

/** A route for figures, few and fixed however people call it: `/api/results/:id/rows`. What is not there or is refused has no name of its own. */
export function routePattern(url: string, status: number): string {
  const [path = '/'] = url.split(/[?#]/, 1);
  if (status === 404 || status === 400 || status === 401 || status === 403) return 'refused';
  if (path.startsWith('/_next/') || path.startsWith('/monaco/')) return 'static';
  const parts = path.split('/').filter((part) => part !== '');
  if (parts.length > 7) return 'other';
  return `/${parts.map((part) => (words.has(part) ? part : ':id')).join('/')}`;
}
