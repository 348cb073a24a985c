import type { MonacoApi } from './monaco.ts';

/** Defines Monaco's theme from the page's theme variables as they are now, and uses it. Call again when the theme changes. */
export function applyTheme(monaco: MonacoApi): void {
  const probe = document.createElement('span');
  document.body.append(probe);
  const color = (variable: string): string => {
    probe.style.color = `var(${variable})`;
    return hex(getComputedStyle(probe).color);
  };
  const isDark = isDarkNow();
  // A name for each: Monaco keeps the token colours of a theme that is defined again under its own name.
  const themeName = isDark ? 'joinery-dark' : 'joinery-light';
  const ink = color('--ink').slice(1);
  monaco.editor.defineTheme(themeName, {
    base: isDark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: ink },
      { token: 'keyword', foreground: color('--accent').slice(1), fontStyle: 'bold' },
      { token: 'predefined', foreground: ink },
      { token: 'type', foreground: color('--accent').slice(1) },
      { token: 'string', foreground: color('--code-string').slice(1) },
      { token: 'number', foreground: color('--code-number').slice(1) },
      { token: 'comment', foreground: color('--ink-3').slice(1) },
      { token: 'identifier', foreground: ink },
      { token: 'operator', foreground: color('--ink-2').slice(1) },
      { token: 'delimiter', foreground: color('--ink-2').slice(1) },
    ],
    colors: {
      'editor.background': color('--surface'),
      'editor.foreground': color('--ink'),
      'editorLineNumber.foreground': color('--ink-3'),
      'editorLineNumber.activeForeground': color('--ink'),
      'editorCursor.foreground': color('--accent'),
      'editor.selectionBackground': `${color('--accent')}38`,
      'editor.inactiveSelectionBackground': `${color('--accent')}1f`,
      'editor.wordHighlightBackground': `${color('--accent')}1f`,
      'editor.lineHighlightBorder': '#00000000',
      'editorWidget.background': color('--raised'),
      'editorWidget.border': color('--line-strong'),
      'editorSuggestWidget.background': color('--raised'),
      'editorSuggestWidget.border': color('--line-strong'),
      'editorSuggestWidget.selectedBackground': color('--accent-soft'),
      'editorSuggestWidget.selectedForeground': color('--ink'),
      'editorSuggestWidget.highlightForeground': color('--accent'),
      'editorSuggestWidget.focusHighlightForeground': color('--accent'),
      'editorHoverWidget.background': color('--raised'),
      'editorHoverWidget.border': color('--line-strong'),
      'editorError.foreground': color('--danger'),
      'editorBracketMatch.background': `${color('--accent')}1f`,
      'editorBracketMatch.border': '#00000000',
      'scrollbarSlider.background': `${color('--ink-3')}40`,
      'scrollbarSlider.hoverBackground': `${color('--ink-3')}60`,
      'scrollbarSlider.activeBackground': `${color('--ink-3')}80`,
      'scrollbar.shadow': '#00000000',
      focusBorder: color('--accent'),
    },
  });
  probe.remove();
  monaco.editor.setTheme(themeName);
}

const isDarkNow = (): boolean => {
  const chosen = document.documentElement.dataset.theme;
  return chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
};

/** Calls back when the look changes: by the switch, or by the system. Answers how to stop. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const media = matchMedia('(prefers-color-scheme: dark)');
  media.addEventListener('change', listener);
  return () => {
    observer.disconnect();
    media.removeEventListener('change', listener);
  };
}

/** `rgb(1, 2, 3)` as `#010203`. */
function hex(color: string): string {
  const parts = color.match(/[\d.]+/g)?.slice(0, 3) ?? ['0', '0', '0'];
  return `#${parts.map((part) => Math.round(Number(part)).toString(16).padStart(2, '0')).join('')}`;
}
