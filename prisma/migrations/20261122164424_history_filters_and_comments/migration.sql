-- CreateTable
CREATE TABLE "QueryTag" (
    "tag" TEXT NOT NULL,
    "queryId" TEXT NOT NULL,

    PRIMARY KEY ("tag", "queryId"),
    CONSTRAINT "QueryTag_queryId_fkey" FOREIGN KEY ("queryId") REFERENCES "Query" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "QueryComment" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "queryId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "authorId" TEXT NOT NULL DEFAULT 'local',
    "text" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "editedAt" DATETIME,
    "resolvedAt" DATETIME,
    "deletedAt" DATETIME,
    CONSTRAINT "QueryComment_queryId_fkey" FOREIGN KEY ("queryId") REFERENCES "Query" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- AlterTable
ALTER TABLE "Run" ADD COLUMN "fingerprint" TEXT;
ALTER TABLE "Run" ADD COLUMN "isPinned" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Run" ADD COLUMN "resultExpiredAt" DATETIME;
ALTER TABLE "Run" ADD COLUMN "searchRow" BIGINT;

-- CreateIndex
CREATE UNIQUE INDEX "Run_searchRow_key" ON "Run"("searchRow");
CREATE INDEX "Run_fingerprint_startedAt_id_idx" ON "Run"("fingerprint", "startedAt" DESC, "id" DESC);
CREATE INDEX "Run_isPinned_startedAt_id_idx" ON "Run"("isPinned", "startedAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "QueryTag_queryId_idx" ON "QueryTag"("queryId");

-- CreateIndex
CREATE INDEX "QueryComment_queryId_createdAt_idx" ON "QueryComment"("queryId", "createdAt");

-- CreateIndex
CREATE INDEX "Query_isFavourite_updatedAt_id_idx" ON "Query"("isFavourite", "updatedAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Query_collection_updatedAt_id_idx" ON "Query"("collection", "updatedAt" DESC, "id" DESC);

-- Tags that queries have already.
INSERT OR IGNORE INTO "QueryTag" ("tag", "queryId") SELECT json_each."value", "Query"."id" FROM "Query", json_each("Query"."tags");
