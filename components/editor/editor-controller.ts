import type * as Monaco from 'monaco-editor';
import type { ErrorShape, Position } from '../../lib/contract/errors.ts';
import type { LexicalRules } from '../../lib/sql/dialect.ts';
import { parameterNames } from '../../lib/sql/statement-parameters.ts';
import { originDecorations, rangeOf, statementDecorations } from './decorations.ts';
import { takeDrops } from './drops.ts';
import { formatSql } from './format-sql.ts';
import { languageOf } from './language.ts';
import type { CodeEditor, MonacoApi, TextModel } from './monaco.ts';
import { editorOptions } from './options.ts';
import { type Runnable, type RunnableStatement, runnableAt, statementsIn } from './runnable.ts';
import { nativeConnection, rulesOf, type SqlContext } from './sql-context.ts';

export interface CursorState {
  readonly line: number;
  readonly column: number;
  readonly selected: number;
  /** What "run" means now, for the button. */
  readonly runs: Runnable['kind'];
  /** Names of the parameters of what would run, with blanks between them. */
  readonly parameters: string;
}

export interface EditorEvents {
  onText(id: string, text: string): void;
  onCursor(state: CursorState): void;
  /** What the document's text is written for. */
  contextOf(id: string): SqlContext;
}

interface OpenModel {
  readonly model: TextModel;
  readonly origins: string[];
  view: Monaco.editor.ICodeEditorViewState | null;
}

const markerOwner = 'joinery';
/** Longer texts are read for what would run when the keys rest, not at each of them: that would be felt. */
const READ_AT_ONCE = 50_000;
const REST_MS = 200;

/** One Monaco editor over a model per document: switching keeps each document's undo history, cursor and scroll. */
export class EditorController {
  readonly #monaco: MonacoApi;
  readonly #editor: CodeEditor;
  readonly #events: EditorEvents;
  readonly #models = new Map<string, OpenModel>();
  readonly #statementBar: Monaco.editor.IEditorDecorationsCollection;
  #shown: string | undefined;
  #underlineTimer: ReturnType<typeof setTimeout> | undefined;
  #readTimer: ReturnType<typeof setTimeout> | undefined;
  #cursor: CursorState | undefined;
  #isQuiet = false;

  constructor(monaco: MonacoApi, element: HTMLElement, events: EditorEvents) {
    this.#monaco = monaco;
    this.#events = events;
    this.#editor = monaco.editor.create(element, editorOptions());
    this.#statementBar = this.#editor.createDecorationsCollection();
    this.#editor.onDidChangeCursorSelection(() => this.#cursorMoved());
    this.#editor.onDidChangeModelContent(({ changes }) => this.#textChanged(changes));
    takeDrops(element, this.#editor, (text) => this.insert(text));
    void document.fonts.ready.then(() => monaco.editor.remeasureFonts());
  }

  dispose(): void {
    clearTimeout(this.#underlineTimer);
    clearTimeout(this.#readTimer);
    this.#editor.dispose();
    for (const { model } of this.#models.values()) model.dispose();
    this.#models.clear();
  }

  show(id: string, text: string): void {
    const before = this.#current();
    if (this.#shown === id && before !== undefined) return;
    if (before !== undefined) before.view = this.#editor.saveViewState();
    const next = this.#models.get(id) ?? this.#open(id, text);
    this.#shown = id;
    this.#editor.setModel(next.model);
    if (next.view !== null) this.#editor.restoreViewState(next.view);
    this.refresh();
  }

  /** Forgets documents that are no longer open. */
  keepOnly(ids: readonly string[]): void {
    for (const [id, { model }] of this.#models) {
      if (ids.includes(id) || id === this.#shown) continue;
      model.dispose();
      this.#models.delete(id);
    }
  }

  /** Replaces a document's text from outside as one step that can be undone. */
  setText(id: string, text: string): void {
    const open = this.#models.get(id);
    if (open === undefined || open.model.getValue() === text) return;
    this.#isQuiet = true;
    open.model.pushEditOperations(null, [{ range: open.model.getFullModelRange(), text }], () => null);
    this.#isQuiet = false;
  }

  /** Connections or the target changed: language, underlines and the statement bar follow. */
  refresh(): void {
    const open = this.#current();
    if (open === undefined) return;
    const language = languageOf(rulesOf(this.#context()));
    if (open.model.getLanguageId() !== language) this.#monaco.editor.setModelLanguage(open.model, language);
    this.#underline();
    const selection = this.#editor.getSelection();
    clearTimeout(this.#readTimer);
    if (selection !== null) this.#readAtCursor(open.model, selection);
  }

  idOf(model: TextModel): string | undefined {
    for (const [id, open] of this.#models) if (open.model === model) return id;
    return undefined;
  }

  focus(): void {
    this.#editor.focus();
  }

  hasFocus(): boolean {
    return this.#editor.hasTextFocus();
  }

  runnable(): Runnable {
    const open = this.#current();
    const selection = this.#editor.getSelection();
    if (open === undefined || selection === null) return { kind: 'nothing', statements: [] };
    const start = open.model.getOffsetAt(selection.getStartPosition());
    const end = open.model.getOffsetAt(selection.getEndPosition());
    return runnableAt(open.model.getValue(), start, end, rulesOf(this.#context()));
  }

  allStatements(): readonly RunnableStatement[] {
    const text = this.#current()?.model.getValue() ?? '';
    return statementsIn(text, 0, text.length, rulesOf(this.#context()));
  }

  /** The whole text, and where the cursor stands in it. */
  textAndCursor(): { readonly text: string; readonly offset: number } {
    const model = this.#current()?.model;
    const position = this.#editor.getPosition();
    if (model === undefined || position === null) return { text: '', offset: 0 };
    return { text: model.getValue(), offset: model.getOffsetAt(position) };
  }

  /** Puts text at the cursor, in place of the selection, and takes the focus. */
  insert(text: string): void {
    const selection = this.#editor.getSelection();
    if (selection === null) return;
    this.#editor.pushUndoStop();
    this.#editor.executeEdits('insert', [{ range: selection, text, forceMoveMarkers: true }]);
    this.#editor.pushUndoStop();
    this.#editor.focus();
  }

  /** Puts a statement on lines of its own behind the last one, and the cursor into it. */
  append(statement: string): void {
    const model = this.#current()?.model;
    if (model === undefined) return;
    const text = model.getValue().trimEnd();
    const glue = text === '' ? '' : text.endsWith(';') ? '\n\n' : ';\n\n';
    const end = model.getPositionAt(text.length);
    const range = this.#monaco.Range.fromPositions(end, model.getFullModelRange().getEndPosition());
    this.#editor.pushUndoStop();
    this.#editor.executeEdits('append', [{ range, text: `${glue}${statement}` }]);
    this.#editor.pushUndoStop();
    this.#editor.setPosition(model.getFullModelRange().getEndPosition());
    this.#editor.revealPosition(model.getFullModelRange().getEndPosition());
    this.#editor.focus();
  }

  /** Puts text in the place of a part of the document, as one step that can be undone, and takes the focus. */
  replace(offset: number, length: number, text: string): void {
    const model = this.#current()?.model;
    if (model === undefined) return;
    this.#editor.pushUndoStop();
    this.#editor.executeEdits('replace', [{ range: rangeOf(this.#monaco, model, offset, offset + length), text }]);
    this.#editor.pushUndoStop();
    this.#editor.focus();
  }

  /** Lays out the selection, else the statement at the cursor, as one undo step. Throws if it cannot be read. */
  async format(): Promise<void> {
    const open = this.#current();
    const { statements, kind } = this.runnable();
    const [first, last] = [statements[0], statements.at(-1)];
    if (open === undefined || first === undefined || last === undefined) return;
    const selection = this.#editor.getSelection();
    const range =
      kind === 'selection' && selection !== null
        ? selection
        : rangeOf(this.#monaco, open.model, first.offset, last.offset + last.text.length);
    const source = open.model.getValueInRange(range);
    const version = open.model.getVersionId();
    const formatted = await formatSql(source, nativeConnection(this.#context())?.driver);
    if (open.model.getVersionId() !== version || formatted === source) return;
    this.#editor.pushUndoStop();
    this.#editor.executeEdits('format', [{ range, text: formatted }]);
    this.#editor.pushUndoStop();
  }

  /** Marks an error where it is in the document; `offset` is where the text that ran begins. */
  mark(id: string, error: ErrorShape | undefined, offset: number, position: Position | undefined): void {
    const model = this.#models.get(id)?.model;
    if (model === undefined) return;
    if (error === undefined || position === undefined) {
      this.#monaco.editor.setModelMarkers(model, markerOwner, []);
      return;
    }
    const start = offset + position.offset;
    const word = model.getWordAtPosition(model.getPositionAt(start));
    const wordEnd =
      word === null
        ? start + 1
        : model.getOffsetAt({ lineNumber: model.getPositionAt(start).lineNumber, column: word.endColumn });
    const range = rangeOf(this.#monaco, model, start, position.length > 0 ? start + position.length : wordEnd);
    const message = error.hint === undefined ? error.message : `${error.message}\n${error.hint}`;
    this.#monaco.editor.setModelMarkers(model, markerOwner, [
      { ...range, message, severity: this.#monaco.MarkerSeverity.Error, source: 'Joinery' },
    ]);
    if (id === this.#shown) this.#editor.revealRangeInCenterIfOutsideViewport(range);
  }

  /** Moves the cursor to a place of the document, as when an error's position is clicked. */
  goTo(offset: number): void {
    const model = this.#current()?.model;
    if (model === undefined) return;
    this.#editor.setPosition(model.getPositionAt(offset));
    this.#editor.revealPositionInCenterIfOutsideViewport(model.getPositionAt(offset));
    this.#editor.focus();
  }

  #open(id: string, text: string): OpenModel {
    const language = languageOf(rulesOf(this.#events.contextOf(id)));
    const model = this.#monaco.editor.createModel(text, language);
    // An option of the model, not of the editor.
    model.updateOptions({ bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false } });
    model.setEOL(this.#monaco.editor.EndOfLineSequence.LF);
    const open: OpenModel = { model, origins: [], view: null };
    this.#models.set(id, open);
    return open;
  }

  #current(): OpenModel | undefined {
    return this.#shown === undefined ? undefined : this.#models.get(this.#shown);
  }

  #context(): SqlContext {
    return this.#events.contextOf(this.#shown ?? '');
  }

  #cursorMoved(): void {
    const open = this.#current();
    const selection = this.#editor.getSelection();
    if (open === undefined || selection === null) return;
    clearTimeout(this.#readTimer);
    if (open.model.getValueLength() > READ_AT_ONCE && this.#cursor !== undefined) {
      const selected = open.model.getValueLengthInRange(selection);
      this.#tellCursor({ ...this.#cursor, ...placeOf(selection), selected });
      this.#readTimer = setTimeout(() => this.#readAtCursor(open.model, selection), REST_MS);
    } else this.#readAtCursor(open.model, selection);
  }

  /** What would run, from the text around the cursor. */
  #readAtCursor(model: TextModel, selection: Monaco.Selection): void {
    if (model.isDisposed()) return;
    const text = model.getValue();
    const start = model.getOffsetAt(selection.getStartPosition());
    const end = model.getOffsetAt(selection.getEndPosition());
    const rules = rulesOf(this.#context());
    const runnable = runnableAt(text, start, end, rules);
    const [statement] = start === end ? runnable.statements : [];
    this.#statementBar.set(statementDecorations(this.#monaco, model, statement));
    this.#tellCursor({
      ...placeOf(selection),
      selected: end - start,
      runs: runnable.kind,
      parameters: parametersOf(runnable, rules),
    });
  }

  #tellCursor(cursor: CursorState): void {
    this.#cursor = cursor;
    this.#events.onCursor(cursor);
  }

  #textChanged(changes: readonly Monaco.editor.IModelContentChange[]): void {
    const open = this.#current();
    if (open === undefined || this.#shown === undefined) return;
    this.#forgetMarkers(open.model, changes);
    if (!this.#isQuiet) this.#events.onText(this.#shown, open.model.getValue());
    clearTimeout(this.#underlineTimer);
    this.#underlineTimer = setTimeout(() => this.#underline(), 120);
  }

  /** An error's mark goes when its lines are edited. */
  #forgetMarkers(model: TextModel, changes: readonly Monaco.editor.IModelContentChange[]): void {
    const markers = this.#monaco.editor.getModelMarkers({ owner: markerOwner, resource: model.uri });
    const isTouched = markers.some((marker) =>
      changes.some(
        ({ range }) => range.startLineNumber <= marker.endLineNumber && range.endLineNumber >= marker.startLineNumber,
      ),
    );
    if (isTouched) this.#monaco.editor.setModelMarkers(model, markerOwner, []);
  }

  #underline(): void {
    const open = this.#current();
    if (open === undefined || open.model.isDisposed()) return;
    const wanted = originDecorations(this.#monaco, open.model, this.#context());
    open.origins.splice(0, Infinity, ...open.model.deltaDecorations([...open.origins], wanted));
  }
}

const placeOf = ({ positionLineNumber, positionColumn }: Monaco.Selection): Pick<CursorState, 'line' | 'column'> => ({
  line: positionLineNumber,
  column: positionColumn,
});

const parametersOf = ({ statements }: Runnable, rules: LexicalRules): string =>
  [...new Set(statements.flatMap(({ text }) => parameterNames(text, rules)))].join(' ');
