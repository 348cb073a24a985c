-- CreateTable
CREATE TABLE "ResultDescription" (
    "runId" TEXT NOT NULL PRIMARY KEY,
    "documentId" TEXT,
    "body" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "AssistantCall" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "at" DATETIME NOT NULL,
    "who" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "connections" TEXT NOT NULL,
    "payloadChars" INTEGER NOT NULL,
    "inputTokens" INTEGER,
    "outputTokens" INTEGER,
    "ms" REAL NOT NULL,
    "outcome" TEXT NOT NULL,
    "error" TEXT
);

-- CreateIndex
CREATE INDEX "ResultDescription_documentId_updatedAt_idx" ON "ResultDescription"("documentId", "updatedAt" DESC);

-- CreateIndex
CREATE INDEX "AssistantCall_at_idx" ON "AssistantCall"("at" DESC);
