export const drawPicture = (..._: unknown[]): string => '';
