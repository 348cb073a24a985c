import type { JoinDependencies } from '../service.ts';
import type { SourceText } from './source-text.ts';

export interface ReadContext {
  readonly dependencies: JoinDependencies;
  readonly source: SourceText;
}
