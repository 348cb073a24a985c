'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { writeClipboard } from './grid/clipboard.ts';

const COPIED_MS = 1500;

/** Copies a text and says whether it did. */
export function CopyButton({ text, label = 'Copy' }: { readonly text: string; readonly label?: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), COPIED_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () =>
    writeClipboard(Promise.resolve(text)).then(
      () => setState('copied'),
      () => setState('refused'),
    );
  const words = { idle: label, copied: 'Copied', refused: 'The browser refused' }[state];
  return (
    <Button kind="quiet" aria-label={words} title={words} isIcon onClick={() => void copy()}>
      {state === 'copied' ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
    </Button>
  );
}
