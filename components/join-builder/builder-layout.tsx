'use client';

import { type ReactNode, useState } from 'react';
import { Pane, PaneSplit, Panes } from '../ui/panes.tsx';
import styles from './builder.module.css';
import { type BuilderSide, SideSwitch } from './side-switch.tsx';

interface BuilderLayoutProps {
  /** Room for one side at a time. */
  readonly isNarrow: boolean;
  readonly board: ReactNode;
  readonly output: ReactNode;
  /** Undefined while there are none to show. */
  readonly results: ReactNode | undefined;
}

/** Inputs and what comes out beside each other, the results below both. */
export function BuilderLayout({ isNarrow, board, output, results }: BuilderLayoutProps) {
  const [side, setSide] = useState<BuilderSide>('inputs');
  return (
    <>
      {isNarrow ? <SideSwitch shown={side} onShow={setSide} /> : null}
      <div className={styles.work}>
        <Panes id="joinery.join-rows" direction="rows" shown={results === undefined ? ['join'] : ['join', 'results']}>
          <Pane id="join" min="200px">
            {isNarrow ? (
              side === 'inputs' ? (
                board
              ) : (
                output
              )
            ) : (
              <Panes id="joinery.join-columns" direction="columns">
                <Pane id="board" min="420px">
                  {board}
                </Pane>
                <PaneSplit direction="columns" label="Width of the output columns" />
                <Pane id="output" size="320px" min="260px" isSide>
                  {output}
                </Pane>
              </Panes>
            )}
          </Pane>
          {results === undefined ? null : (
            <>
              <PaneSplit direction="rows" label="Height of the results" />
              <Pane id="results" size="40%" min="90px">
                {results}
              </Pane>
            </>
          )}
        </Panes>
      </div>
    </>
  );
}
