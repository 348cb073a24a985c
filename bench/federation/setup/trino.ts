/** A Trino of the benchmark's own, whose catalogs `pg` and `my` are the two sources. */
import { findTrino, startTrino } from '../../../test/servers/trino.ts';
import type { Source } from './login.ts';

/** Its address; undefined where it is not installed (`JOINERY_TRINO_HOME`, and a JDK 24 or later). Stops with `cleanup`. */
export async function startTrinoPeer(
  postgres: Source,
  mariadb: Source,
  cleanup: AsyncDisposableStack,
): Promise<string | undefined> {
  const installation = findTrino();
  if (installation === undefined || 'runningPort' in installation) return undefined;
  const account = ({ login }: Source): readonly string[] => [
    `connection-user=${login.user}`,
    `connection-password=${login.password}`,
  ];
  const { port: pg, database } = postgres.login;
  const server = await startTrino(installation, {
    jvm: ['-Xmx6G', '-XX:+UseG1GC'],
    memory: ['query.max-memory=4GB', 'query.max-memory-per-node=3GB'],
    catalogs: {
      pg: [
        'connector.name=postgresql',
        `connection-url=jdbc:postgresql://127.0.0.1:${pg}/${database}`,
        ...account(postgres),
      ],
      my: [
        'connector.name=mariadb',
        `connection-url=jdbc:mariadb://127.0.0.1:${mariadb.login.port}`,
        ...account(mariadb),
      ],
    },
  });
  cleanup.defer(() => server.stop());
  return `http://127.0.0.1:${server.port}`;
}
