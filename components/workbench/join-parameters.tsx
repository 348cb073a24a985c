'use client';

import { useMemo, useSyncExternalStore } from 'react';
import { parameterStore } from '../../lib/client/parameter-store.ts';
import type { JoinDocument } from '../../lib/contract/join.ts';
import type { StatementParameter } from '../../lib/contract/parameter.ts';
import { joinSql } from '../../lib/join/join-sql.ts';
import { parameterNames } from '../../lib/sql/statement-parameters.ts';
import type { JoinSession } from '../join-builder/join-session.ts';
import styles from './parameter-bar.module.css';
import { ParameterField } from './parameter-bar.tsx';

interface JoinParametersProps {
  readonly documentId: string;
  readonly session: JoinSession;
}

/** Values for the placeholders `{{name}}` in filters and native statements: part of the document, and given to its runs. */
export function JoinParameters({ documentId, session }: JoinParametersProps) {
  const { document } = useSyncExternalStore(session.subscribe, session.getState);
  const names = useMemo(() => (document === undefined ? [] : namesIn(document)), [document]);
  if (document === undefined || names.length === 0) return null;
  const kept = (document.parameters ?? []) as readonly StatementParameter[];
  return (
    <fieldset className={styles.bar}>
      <legend className="visually-hidden">Parameters</legend>
      {names.map((name) => (
        <ParameterField
          key={name}
          name={name}
          parameter={kept.find((parameter) => parameter.name === name)}
          onChange={(parameter) => {
            parameterStore.set(documentId, parameter);
            session.edit(`Value of ${name} changed`, (before) => before && withParameter(before, parameter), name);
          }}
        />
      ))}
    </fieldset>
  );
}

/** Placeholders stand in filters and native statements, whatever columns there are. */
const namesIn = (document: JoinDocument): string[] => parameterNames(joinSql(document, () => undefined));

function withParameter(document: JoinDocument, parameter: StatementParameter): JoinDocument {
  const parameters = document.parameters ?? [];
  const place = parameters.findIndex(({ name }) => name === parameter.name);
  return {
    ...document,
    parameters: place < 0 ? [...parameters, parameter] : parameters.with(place, parameter),
  };
}
