/** Makes a team in a data folder before its server starts: each with an account and an API token. */
import { ADDRESS_HEADER } from '../../server/access/auth.ts';
import { openWorkbench } from '../../server/application.ts';
import { loadConfig } from '../../server/config/load-config.ts';
import type { Log } from '../../server/log.ts';

const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };
const place = {
  origin: 'http://127.0.0.1:1',
  otherOrigins: [],
  port: 1,
  secret: 'of the load, and long enough for it',
};
const tokenOf = (linkPath: string): string => linkPath.split('/').at(-1) ?? '';

/** Answers a token for each of `people` analysts. */
export async function makeTeam(configPath: string, people: number): Promise<string[]> {
  const opened = await openWorkbench(await loadConfig(configPath, {}), quiet);
  const { access } = opened;
  try {
    await access.open(place);
    const join = async (link: string, name: string) => {
      const email = `${name}@example.org`;
      const { cookies } = await access.accept(
        { token: tokenOf(link), password: `the password of ${name}`, name, email },
        // Each from a place of their own: links may be tried only so often from one.
        new Headers({ [ADDRESS_HEADER]: name }),
      );
      const cookie = cookies.map((one) => one.split(';')[0]).join('; ');
      const caller = await access.callerOf({ cookie }, undefined);
      return access.enter(caller, undefined, () => access.view());
    };
    const admin = await join((await access.setUpPath()) ?? '', 'admin');
    const tokens: string[] = [];
    for (let number = 1; number <= people; number += 1) {
      const name = `analyst-${number}`;
      const view = await join(
        (await admin.people.invite({ email: `${name}@example.org`, role: 'analyst' })).path,
        name,
      );
      tokens.push((await view.tokens.create({ name: 'load', scopes: ['read', 'run'], days: 1 })).value);
    }
    return tokens;
  } finally {
    await opened.close();
  }
}
