import type { JoineryError } from '../errors.ts';

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The page for people who come without a session. */
export function refusalPage(error: JoineryError): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Joinery</title>
<style>:root{color-scheme:light dark}body{font:14px/1.5 system-ui,sans-serif;display:grid;place-content:center;min-height:100vh;margin:0;padding:24px}
main{max-width:44ch}h1{font-size:16px;font-weight:600;margin:0 0 8px}p{margin:0 0 8px}</style>
<main><h1>${escapeHtml(error.message)}</h1><p>${escapeHtml(error.hint ?? '')}</p></main></html>`;
}
