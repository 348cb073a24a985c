import type { CodeEditor } from './monaco.ts';

/** Text dropped on the editor, such as a name from the schema browser, goes in where it is dropped. */
export function takeDrops(element: HTMLElement, editor: CodeEditor, insert: (text: string) => void): void {
  const placeOf = (event: DragEvent) => editor.getTargetAtClientPoint(event.clientX, event.clientY)?.position;
  element.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('text/plain')) return;
    event.preventDefault();
    const place = placeOf(event);
    if (place) editor.setPosition(place);
  });
  element.addEventListener('drop', (event) => {
    const text = event.dataTransfer?.getData('text/plain') ?? '';
    if (text === '') return;
    event.preventDefault();
    const place = placeOf(event);
    if (place) editor.setPosition(place);
    insert(text);
  });
}
