/** How to reach one source, as every runner gets it. The account may only read. */
export interface Login {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** A running source. `stop` ends its server. */
export interface Source {
  readonly login: Login;
  readonly version: string;
  /** Ends what a runner that was stopped left running. */
  endSessions(): Promise<void>;
  stop(): Promise<void>;
}

/** For servers on the loopback address whose data anyone can make. */
export const READER = { user: 'bench', password: 'bench' } as const;
export const DATABASE = 'tpch';
