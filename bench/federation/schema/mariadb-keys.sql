ALTER TABLE supplier ADD KEY (s_nationkey);
ALTER TABLE partsupp ADD KEY (ps_suppkey);
ALTER TABLE lineitem ADD KEY (l_partkey, l_suppkey), ADD KEY (l_suppkey);
ANALYZE TABLE supplier, part, partsupp, lineitem;
