-- Columns of the same name stay apart: customer_number, country and full_name come from two or three tables each, and none is lost.
SELECT c.*, a.*, p.*
FROM shop.customers c
JOIN crm.accounts a ON a.customer_number = 'C-' || lpad(c.customer_number, 7, '0')
JOIN crm.contacts p ON p.account_id = a.account_id
WHERE c.segment = 'enterprise' AND c.country IN ('GB', 'JP')
ORDER BY c.customer_id, a.account_id, p.contact_id;
