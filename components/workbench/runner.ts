import { type ActionAnswer, ClientError, toErrorShape } from '../../lib/client/answer.ts';
import type { DocumentStore, TabState } from '../../lib/client/document-store.ts';
import { parameterStore } from '../../lib/client/parameter-store.ts';
import type { RunStore } from '../../lib/client/run-store.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import { type Explanation, isEnded, type Run, type StartRun } from '../../lib/contract/run.ts';
import type { RunnableStatement } from '../editor/runnable.ts';
import type { ResultTabs } from './result-tabs.ts';
import type { WorkbenchActions } from './workbench-actions.ts';

/** What a tab's running is at, beside the state of the run itself. */
export interface TabActivity {
  /** From the key press until the last of the statements has ended. */
  readonly isBusy: boolean;
  readonly isExplaining: boolean;
  /** While several statements run one after another. */
  readonly sequence: { readonly current: number; readonly total: number } | undefined;
  /** Why a run or an explanation could not even begin. */
  readonly startError: ErrorShape | undefined;
  /** Where in the document the text of `startError` begins. */
  readonly startErrorOffset: number;
  readonly explanation: Explanation | undefined;
}

export const idle: TabActivity = {
  isBusy: false,
  isExplaining: false,
  sequence: undefined,
  startError: undefined,
  startErrorOffset: 0,
  explanation: undefined,
};

interface RunnerParts {
  readonly actions: Pick<WorkbenchActions, 'startRun' | 'cancelRun' | 'explain'>;
  readonly documents: DocumentStore;
  readonly runs: RunStore;
  readonly results: Pick<ResultTabs, 'begin' | 'add'>;
}

/** Starts, follows and stops the runs of the open tabs. Each tab runs one statement at a time; tabs do not wait for each other. */
export class Runner {
  readonly #parts: RunnerParts;
  #activities: ReadonlyMap<string, TabActivity> = new Map();
  readonly #listeners = new Set<() => void>();
  /** Where the text of a run began in its document. */
  readonly #offsets = new Map<string, number>();
  readonly #stopped = new Set<string>();

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getActivities = (): ReadonlyMap<string, TabActivity> => this.#activities;

  /** Runs statements one after another, up to the first that does not succeed. Does nothing while the tab is busy. */
  async run(tab: TabState, statements: readonly RunnableStatement[], rowLimit = tab.rowLimit): Promise<void> {
    const { id, target } = tab;
    if (this.#activity(id).isBusy || statements.length === 0) return;
    this.#stopped.delete(id);
    this.#set(id, { ...idle, isBusy: true });
    this.#parts.results.begin(id);
    for (const [index, { text, offset }] of statements.entries()) {
      if (statements.length > 1) this.#set(id, { sequence: { current: index + 1, total: statements.length } });
      const request = { text, target, rowLimit, pushdown: 'safe', documentId: id, ...parametersOf(id) } as const;
      const ended = await this.#runOne(id, request, offset);
      if (ended?.status !== 'succeeded' || this.#stopped.has(id)) break;
    }
    this.#set(id, { isBusy: false, sequence: undefined });
  }

  /** Stops what the tab runs, and what would run after it. */
  async stop(tab: TabState): Promise<void> {
    this.#stopped.add(tab.id);
    const { run } = this.#parts.runs.get(tab.lastRunId);
    if (run === undefined || isEnded(run.status)) return;
    try {
      this.#parts.runs.put(unwrap(await this.#parts.actions.cancelRun(run.id)));
    } catch (thrown) {
      this.#set(tab.id, { startError: toErrorShape(thrown) });
    }
  }

  async explain(tab: TabState, { text, offset }: RunnableStatement): Promise<void> {
    const { id, target, rowLimit } = tab;
    if (this.#activity(id).isExplaining) return;
    this.#set(id, { isExplaining: true, startError: undefined, explanation: undefined });
    try {
      const explanation = unwrap(
        await this.#parts.actions.explain({
          text,
          target,
          rowLimit,
          pushdown: 'safe',
          documentId: id,
          ...parametersOf(id),
        }),
      );
      this.#set(id, { isExplaining: false, explanation });
    } catch (thrown) {
      this.#set(id, { isExplaining: false, startError: toErrorShape(thrown), startErrorOffset: offset });
    }
  }

  dismissError(id: string): void {
    this.#set(id, { startError: undefined });
  }

  /** Where the run's text is in the document now: where it began if it still stands there, else where it stands once. */
  offsetOf(run: Run, documentText: string): number | undefined {
    const begun = this.#offsets.get(run.id);
    if (begun !== undefined && documentText.startsWith(run.text, begun)) return begun;
    const first = documentText.indexOf(run.text);
    return first >= 0 ? first : undefined;
  }

  async #runOne(id: string, request: StartRun, offset: number): Promise<Run | undefined> {
    const { actions, documents, runs } = this.#parts;
    try {
      const run = unwrap(await actions.startRun(request));
      this.#offsets.set(run.id, offset);
      runs.put(run);
      this.#parts.results.add(id, run.id, request.text);
      documents.edit(id, { lastRunId: run.id });
      this.#set(id, {});
      if (this.#stopped.has(id)) runs.put(unwrap(await actions.cancelRun(run.id)));
      return await runs.whenEnded(run.id);
    } catch (thrown) {
      this.#set(id, { startError: toErrorShape(thrown), startErrorOffset: offset });
      return undefined;
    }
  }

  #activity(id: string): TabActivity {
    return this.#activities.get(id) ?? idle;
  }

  #set(id: string, change: Partial<TabActivity>): void {
    this.#activities = new Map(this.#activities).set(id, { ...this.#activity(id), ...change });
    for (const listener of this.#listeners) listener();
  }
}

/** Those given in the tab; the statement takes what it names. */
function parametersOf(documentId: string): Pick<StartRun, 'parameters'> {
  const parameters = [...parameterStore.get(documentId)];
  return parameters.length === 0 ? {} : { parameters };
}

function unwrap<T>(answer: ActionAnswer<T>): T {
  if (answer.ok) return answer.value;
  throw new ClientError(answer.error);
}
