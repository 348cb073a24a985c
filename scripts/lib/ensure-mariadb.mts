// Gets a MariaDB for the tests before they start, so that no test waits for a download.
import { ensureMariadb } from '../../test/servers/mariadb.ts';

await ensureMariadb();
