/** The header does not know the workbench; it asks for the command palette by an event on the window. */
export const paletteEvent = 'joinery:palette';

export const openPalette = (): void => {
  window.dispatchEvent(new Event(paletteEvent));
};
