-- CreateTable
CREATE TABLE "QueryFavourite" (
    "personId" TEXT NOT NULL,
    "queryId" TEXT NOT NULL,

    PRIMARY KEY ("personId", "queryId"),
    CONSTRAINT "QueryFavourite_queryId_fkey" FOREIGN KEY ("queryId") REFERENCES "Query" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "QueryFavourite_queryId_idx" ON "QueryFavourite"("queryId");

-- A favourite of all becomes its owner's.
INSERT INTO "QueryFavourite" ("personId", "queryId") SELECT "ownerId", "id" FROM "Query" WHERE "isFavourite";

-- DropIndex
DROP INDEX "Query_isFavourite_updatedAt_id_idx";

-- AlterTable
ALTER TABLE "Query" DROP COLUMN "isFavourite";
ALTER TABLE "Query" ADD COLUMN "searchRow" BIGINT;

-- CreateIndex
CREATE UNIQUE INDEX "Query_searchRow_key" ON "Query"("searchRow");
