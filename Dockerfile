# syntax=docker/dockerfile:1
# Joinery for a team: docs/operations.md says how to run it.

FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
# Packages change less often than sources: their layer is kept as long as the lock file is.
COPY package.json package-lock.json ./
COPY scripts ./scripts
COPY prisma ./prisma
RUN npm ci --ignore-scripts
COPY . .
RUN node scripts/postinstall.mjs && npm run build && rm -rf .next/cache
# `npm prune --omit=dev` would keep development packages that some package names as an optional peer, so they are taken out of package.json. With them go
# Node itself, which the image has, and packages that only a build reads: their code is in .next and public by now.
RUN npm pkg delete devDependencies optionalDependencies \
      dependencies.@monaco-editor/react dependencies.lucide-react dependencies.monaco-editor dependencies.prisma dependencies.recharts \
    && npm prune --ignore-scripts

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    JOINERY_LOG_FORMAT=json
COPY --from=build --chown=root:root /app /app
# The application's own files cannot be written by who runs it; only the data can.
RUN mkdir -p /var/lib/joinery /etc/joinery && chown node:node /var/lib/joinery
# `node`; by its number, so that who runs the image can see that it is not root (Kubernetes: `runAsNonRoot`).
USER 1000:1000
VOLUME /var/lib/joinery
EXPOSE 4300
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=6s --start-period=30s --retries=3 \
  CMD ["node", "scripts/check-health.mjs", "http://127.0.0.1:4300/readyz"]
# 0.0.0.0 is refused unless config.yaml says auth.mode: team.
CMD ["node", "cli/joinery.mjs", "start", "--config", "/etc/joinery/config.yaml", "--host", "0.0.0.0", "--port", "4300", "--grace", "20"]
