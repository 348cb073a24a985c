-- CreateTable
CREATE TABLE "Run" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "text" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "rowLimit" INTEGER,
    "pushdown" TEXT NOT NULL,
    "documentId" TEXT,
    "status" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "endedAt" DATETIME,
    "queueMs" REAL NOT NULL,
    "planMs" REAL NOT NULL,
    "executeMs" REAL NOT NULL,
    "totalMs" REAL NOT NULL,
    "firstRowMs" REAL,
    "rows" BIGINT NOT NULL,
    "truncated" BOOLEAN NOT NULL,
    "resultBytes" BIGINT NOT NULL,
    "peakMemoryBytes" BIGINT NOT NULL,
    "hasResult" BOOLEAN NOT NULL,
    "errorCode" TEXT,
    "errorMessage" TEXT,
    "fetchedRows" BIGINT NOT NULL,
    "fetchedBytes" BIGINT NOT NULL,
    "searchText" TEXT NOT NULL,
    "error" TEXT,
    "fetches" TEXT NOT NULL,
    "columns" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "RunConnection" (
    "runId" TEXT NOT NULL,
    "connection" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,

    PRIMARY KEY ("runId", "connection"),
    CONSTRAINT "RunConnection_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Document" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "rowLimit" INTEGER,
    "position" INTEGER NOT NULL,
    "isOpen" BOOLEAN NOT NULL,
    "lastRunId" TEXT,
    "version" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "closedAt" DATETIME
);

-- CreateIndex
CREATE INDEX "Run_startedAt_id_idx" ON "Run"("startedAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Run_status_startedAt_id_idx" ON "Run"("status", "startedAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Run_documentId_startedAt_idx" ON "Run"("documentId", "startedAt" DESC);

-- CreateIndex
CREATE INDEX "RunConnection_connection_startedAt_runId_idx" ON "RunConnection"("connection", "startedAt" DESC, "runId" DESC);

-- CreateIndex
CREATE INDEX "Document_isOpen_position_idx" ON "Document"("isOpen", "position");

-- CreateIndex
CREATE INDEX "Document_isOpen_closedAt_idx" ON "Document"("isOpen", "closedAt" DESC);
