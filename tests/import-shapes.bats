#!/usr/bin/env bats
# Exports of other programs, in their own shape, with invented rows: a few
# --map and --set bring them in.

# Dollars are dollars here.
# shellcheck disable=SC2016
load helper

setup() {
	crm_setup
	crm-config set account.country PT
	crm-config set account.currency EUR
	crm-config set account.timezone Europe/Lisbon
	expect 0 crm-client add "Ana Lima" --email ana@example.com \
	    --phone 912345678
}

# shape HEADER ROW...: a CSV file of that header; a row gives "COLUMN=VALUE;
# COLUMN=VALUE", and the other cells are empty.
shape() {
	local header=$1

	shift
	printf '%s\n' "$@" | jq -Rrs --arg header "$header" '
		($header | split(",")) as $columns | $header,
		(split("\n")[] | select(. != "") | split("; ") |
		    map(split("=") | {key: .[0], value: .[1:] | join("=")}) |
		    from_entries as $row | $columns | map($row[.] // "") | @csv)'
}

@test "Calendly: invitees are bookings" {
	shape 'User Name,Team,Invitee Name,Invitee First Name,Invitee Last Name,Invitee Email,Invitee Time Zone,Invitee accepted marketing emails,Text Reminder Number,Event Type Name,Start Date & Time,End Date & Time,Location,Event Created Date & Time,Canceled,Canceled By,Cancellation reason,Question 1,Response 1,UTM Campaign,UTM Source,UTM Medium,UTM Term,UTM Content,Salesforce UUID,Event Price,Payment Currency,Guest Email(s),Invitee Reconfirmed,Marked as No-Show,Meeting Notes,Group,User Email,Event UUID,Invitee UUID,Invitee scheduled by,Scheduling method' \
	    'User Name=Rita; Invitee Name=Ana Lima; Invitee Email=ana@example.com; Event Type Name=Facial; Start Date & Time=2025-03-03 11:00 am; End Date & Time=2025-03-03 12:00 pm; Event Price=48.00; Payment Currency=EUR; Invitee UUID=i1' \
	    'User Name=Rita; Invitee Name=Rui Reis; Invitee Email=rui@example.com; Event Type Name=Massage; Start Date & Time=2025-07-04 02:30 pm; End Date & Time=2025-07-04 03:30 pm; Invitee UUID=i2' \
	    >file.csv
	for _ in 1 2; do
		expect 0 crm-import bookings file.csv -q \
		    --map "Event Type Name=service" --map "User Name=staff" \
		    --map "Start Date & Time=starts" \
		    --map "End Date & Time=ends" --map "Event Price=price" \
		    --map "Payment Currency=currency" \
		    --map "Invitee UUID=external_id" --set status=completed
	done
	expect 0 crm-booking list -f csv \
	    -F client_name,service,starts,ends,status,staff,price,currency
	prints client_name,service,starts_at,ends_at,status,staff,price,currency \
	    "Ana Lima,Facial,2025-03-03T11:00:00Z,2025-03-03T12:00:00Z,completed,Rita,48.00,EUR" \
	    "Rui Reis,Massage,2025-07-04T13:30:00Z,2025-07-04T14:30:00Z,completed,Rita,,"
	expect 0 crm-client list -f csv -F name,email,source
	prints name,email,source "Ana Lima,ana@example.com," \
	    "Rui Reis,rui@example.com,booking"
}

@test "Acuity: appointments, with names of months" {
	shape 'Start Time,End Time,First Name,Last Name,Phone,Email,Type,Calendar,Appointment Price,Paid?,Amount Paid Online,Certificate Code,Notes,Date Scheduled,Label,Scheduled By,Appointment ID' \
	    'Start Time=March 5, 2025 10:00 am; End Time=March 5, 2025 11:30 am; First Name=Ana; Last Name=Lima; Phone=+351912345678; Email=ana@example.com; Type=Facial; Calendar=Rita; Appointment Price=48.00; Notes=Late; Date Scheduled=2025-02-01; Appointment ID=77001' \
	    >file.csv
	expect 0 crm-import bookings file.csv -q --map "Type=service" \
	    --map "Calendar=staff" --map "Appointment Price=price" \
	    --map "Date Scheduled=created_at" --map "Appointment ID=external_id"
	expect 0 crm-booking list -f csv \
	    -F client_id,service,starts,ends,notes,price,external_id,created_at
	prints client_id,service,starts_at,ends_at,notes,price,external_id,created_at \
	    "1,Facial,2025-03-05T10:00:00Z,2025-03-05T11:30:00Z,Late,48.00,77001,2025-02-01T00:00:00Z"
}

@test "Square: transactions are orders; a name alone is left for review" {
	shape 'Date,Time,Time Zone,Gross Sales,Discounts,Service Charges,Net Sales,Gift Card Sales,Tax,Tip,Partial Refunds,Total Collected,Source,Card,Cash,Fees,Net Total,Transaction ID,Payment ID,Card Brand,PAN Suffix,Device Name,Staff Name,Staff ID,Details,Description,Event Type,Location,Customer ID,Customer Name,Customer Reference ID,Transaction Status,Channel' \
	    'Date=2025-03-06; Time=15:02:11; Gross Sales=$32.00; Transaction ID=sq1; Description=Face oil; Customer Name=Ana Lima; Transaction Status=Complete' \
	    >file.csv
	expect 0 crm-import orders file.csv --json -q \
	    --map "Description=product" --map "Gross Sales=amount" \
	    --map "Date=ordered" --map "Transaction ID=external_id" \
	    --set status=completed --set currency=USD
	holds '.read == 1 and .created + .pending == 1'
	expect 0 crm-order list -f csv -F product,amount,currency,status,external_id
	prints product,amount,currency,status,external_id \
	    "Face oil,32.00,USD,completed,sq1"
}

@test "Shopify: a line of an order is an order" {
	shape 'Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone' \
	    'Name=#1001; Email=ana@example.com; Financial Status=paid; Currency=EUR; Total=46.90; Created at=2026-03-12 09:14:02 +0000; Lineitem quantity=1; Lineitem name=Face oil; Lineitem price=32.00; Billing Name=Ana Lima; Id=5551' \
	    >file.csv
	expect 0 crm-import orders file.csv -q --map "Lineitem name=product" \
	    --map "Lineitem price=amount" --map "Created at=ordered" \
	    --map "Financial Status=status" --map "Id=external_id" \
	    --map "Name=-" --map "Billing Name=client.name"
	expect 0 crm-order list -f csv -F client_id,product,amount,currency,status,ordered
	prints client_id,product,amount,currency,status,ordered_at \
	    "1,Face oil,32.00,EUR,paid,2026-03-12T09:14:02Z"
}

@test "Stripe: payments are purchases on a platform" {
	shape 'id,Description,Seller Message,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount,Converted Amount Refunded,Fee,Tax,Converted Currency,Mode,Status,Statement Descriptor,Customer ID,Customer Description,Customer Email,Captured,Card ID,Card Last4,Card Brand,Card Funding,Card Exp Month,Card Exp Year,Card Name,Card Address Line1,Card Address Line2,Card Address City,Card Address State,Card Address Country,Card Address Zip,Card Issue Country,Card Fingerprint,Card CVC Status' \
	    'id=ch_1; Description=Gift card; Created (UTC)=2025-05-01 10:11:12; Amount=50.00; Currency=eur; Status=Paid; Customer Email=ana@example.com' \
	    'id=ch_2; Description=Gift card; Created (UTC)=2025-05-02 10:11:12; Amount=50.00; Currency=eur; Status=Refunded; Customer Email=ana@example.com' \
	    >file.csv
	for _ in 1 2; do
		expect 0 crm-import purchases file.csv -q --tz UTC \
		    --map "id=transaction" --map "Description=product" \
		    --map "Created (UTC)=purchased" --set platform=stripe
	done
	expect 0 crm-purchase list -f csv --sort id \
	    -F client_id,platform,product,price,currency,status,transaction,purchased
	prints client_id,platform,product,price,currency,status,transaction_id,purchased_at \
	    "1,stripe,Gift card,50.00,EUR,paid,ch_1,2025-05-01T10:11:12Z" \
	    "1,stripe,Gift card,50.00,EUR,refunded,ch_2,2025-05-02T10:11:12Z"
	expect 2 crm-import purchases file.csv --tz Mars/Olympus
	says 'crm-import: --tz: not a time zone such as Europe/Lisbon: "Mars/Olympus"'
}
