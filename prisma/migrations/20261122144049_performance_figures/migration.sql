-- CreateTable
CREATE TABLE "RunFigure" (
    "runId" TEXT NOT NULL PRIMARY KEY,
    "startedMs" BIGINT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "totalMs" REAL NOT NULL,
    "queueMs" REAL NOT NULL,
    "planMs" REAL NOT NULL,
    "sourceMs" REAL NOT NULL,
    "fetchedRows" BIGINT NOT NULL,
    "fetchedBytes" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "RunSourceFigure" (
    "runId" TEXT NOT NULL,
    "connection" TEXT NOT NULL,
    "startedMs" BIGINT NOT NULL,
    "ms" REAL NOT NULL,
    "rows" BIGINT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "serverMs" REAL,
    "sourceQueueMs" REAL,
    "bytesBilled" BIGINT,

    PRIMARY KEY ("runId", "connection")
);

-- CreateTable
CREATE TABLE "Fingerprint" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "text" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "RunFigure_startedMs_idx" ON "RunFigure"("startedMs");

-- CreateIndex
CREATE INDEX "RunFigure_fingerprint_startedMs_idx" ON "RunFigure"("fingerprint", "startedMs");

-- CreateIndex
CREATE INDEX "RunSourceFigure_connection_startedMs_idx" ON "RunSourceFigure"("connection", "startedMs");

-- CreateIndex
CREATE INDEX "RunSourceFigure_startedMs_idx" ON "RunSourceFigure"("startedMs");
