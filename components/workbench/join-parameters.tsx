'use client';

import { useMemo, useSyncExternalStore } from 'react';
import { parameterStore } from '../../lib/client/parameter-store.ts';
import type { JoinDocument } from '../../lib/contract/join.ts';
import type { StatementParameter } from '../../lib/contract/parameter.ts';
import { joinSql } from '../../lib/join/join-sql.ts';
import { parameterNames } from '../../lib/sql/statement-parameters.ts';
import type { JoinSession } from '../join-builder/join-session.ts';
import { ParameterFields } from './parameter-bar.tsx';

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
    <ParameterFields
      names={names}
      kept={kept}
      onChange={(parameter) => {
        const { name } = parameter;
        parameterStore.set(documentId, parameter);
        session.edit(`Value of ${name} changed`, (before) => before && withParameter(before, parameter), name);
      }}
    />
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
