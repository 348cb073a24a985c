import type { editor } from 'monaco-editor';

/** Options of the editor: calm and dense, without what an analyst does not use. */
export function editorOptions(): editor.IStandaloneEditorConstructionOptions {
  const root = getComputedStyle(document.documentElement);
  const mono = root.getPropertyValue('--font-geist-mono').trim();
  return {
    model: null,
    ariaLabel: 'SQL editor. Press F6 to leave it.',
    automaticLayout: true,
    fontFamily: `${mono === '' ? '' : `${mono}, `}ui-monospace, monospace`,
    fontSize: 13,
    lineHeight: 20,
    fontLigatures: false,
    padding: { top: 10, bottom: 10 },
    minimap: { enabled: false },
    folding: false,
    glyphMargin: false,
    lineNumbersMinChars: 3,
    lineDecorationsWidth: 14,
    renderLineHighlight: 'none',
    scrollBeyondLastLine: false,
    overviewRulerLanes: 0,
    hideCursorInOverviewRuler: true,
    overviewRulerBorder: false,
    guides: { indentation: false },
    occurrencesHighlight: 'off',
    tabSize: 2,
    insertSpaces: true,
    fixedOverflowWidgets: true,
    wordBasedSuggestions: 'off',
    quickSuggestions: { other: true, comments: false, strings: false },
    suggest: { showStatusBar: false, preview: false, showWords: false },
    quickSuggestionsDelay: 60,
    snippetSuggestions: 'none',
    unicodeHighlight: { ambiguousCharacters: false },
    scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
    stickyScroll: { enabled: false },
    smoothScrolling: false,
    contextmenu: true,
    dropIntoEditor: { enabled: false },
    lightbulb: { enabled: 'off' as editor.ShowLightbulbIconMode },
  };
}
