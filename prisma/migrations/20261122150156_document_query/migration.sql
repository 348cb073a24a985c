-- AlterTable
ALTER TABLE "Document" ADD COLUMN "queryId" TEXT;
ALTER TABLE "Document" ADD COLUMN "queryVersion" INTEGER;
