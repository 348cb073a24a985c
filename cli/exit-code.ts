export const ExitCode = { fine: 0, failed: 1, usage: 2, cancelled: 130 } as const;
