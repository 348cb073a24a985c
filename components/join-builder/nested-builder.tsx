'use client';

import { ChevronRight } from 'lucide-react';
import { useMemo, useState, useSyncExternalStore } from 'react';
import { Button } from '../ui/button.tsx';
import styles from './builder.module.css';
import type { JoinBuilderProps } from './builder-props.ts';
import { innerSession, pathWithin } from './inner-session.ts';
import { JoinBuilder } from './join-builder.tsx';
import type { JoinSession } from './join-session.ts';

interface NestedBuilderProps extends Omit<JoinBuilderProps, 'session' | 'trail' | 'onOpenInner'> {
  readonly session: JoinSession;
}

/** The builder of a join, or of one of the joins within it: an input that is a join opens in its place, with the way back above it. */
export function NestedBuilder({ session, ...rest }: NestedBuilderProps) {
  const { document } = useSyncExternalStore(session.subscribe, session.getState);
  const [wanted, setWanted] = useState<readonly string[]>([]);
  const key = JSON.stringify(pathWithin(document, wanted));
  const path = useMemo(() => JSON.parse(key) as readonly string[], [key]);
  const shown = useMemo(() => innerSession(session, path), [session, path]);
  return (
    <JoinBuilder
      key={key}
      {...rest}
      session={shown}
      trail={path.length === 0 ? undefined : <Trail path={path} onGo={setWanted} />}
      onOpenInner={(alias) => setWanted([...path, alias])}
    />
  );
}

function Trail({ path, onGo }: { readonly path: readonly string[]; onGo(path: readonly string[]): void }) {
  const names = ['Whole join', ...path];
  return (
    <nav aria-label="Joins around this one">
      <ol className={styles.trail}>
        {names.map((name, depth) =>
          depth === path.length ? (
            <li key={path.slice(0, depth).join('/')} aria-current="page">
              {name}
            </li>
          ) : (
            <li key={path.slice(0, depth).join('/')}>
              <Button kind="quiet" onClick={() => onGo(path.slice(0, depth))}>
                {name}
              </Button>
              <ChevronRight size={13} aria-hidden="true" />
            </li>
          ),
        )}
        <li>Columns and rows shown here are those of this input.</li>
      </ol>
    </nav>
  );
}
