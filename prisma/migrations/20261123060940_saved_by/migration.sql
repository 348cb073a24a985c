-- AlterTable
ALTER TABLE "QueryVersion" ADD COLUMN "savedById" TEXT;
