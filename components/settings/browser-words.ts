const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\//, 'Firefox'],
  [/\bHeadlessChrome\//, 'Chromium'],
  [/\bChrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/\bWindows\b/, 'Windows'],
  [/\b(iPhone|iPad)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

const nameIn = (text: string, names: readonly (readonly [RegExp, string])[]): string | undefined =>
  names.find(([sign]) => sign.test(text))?.[1];

/** "Firefox on Linux" for what a browser says of itself. */
export function browserWords(agent: string | undefined): string {
  if (agent === undefined || agent === '') return 'Unknown browser';
  const [browser, system] = [nameIn(agent, browsers), nameIn(agent, systems)];
  if (browser === undefined) return agent.length > 40 ? `${agent.slice(0, 39)}…` : agent;
  return system === undefined ? browser : `${browser} on ${system}`;
}
