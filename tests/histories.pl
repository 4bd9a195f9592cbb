#!/usr/bin/perl
# histories.pl: clients with a random past, for "crm-import all", made to hit
# where the rules of the journey turn: the same moment twice, local midnight,
# 03:00 and the nights on which clocks change, leap days, just as many days of
# silence as churn, prices at the thresholds, and what is taken back.
#
# usage: histories.pl SEED CLIENTS DAY [settings]
# DAY is the day that has come, the local zone is that of TZ. Rates are set for the Euro, the yen and the
# dinar, not for the pound; with "settings", other settings are at random, too.
use strict;
use warnings;
use POSIX qw(mktime strftime);

my ($seed, $clients, $today, $settings) = @ARGV;
srand $seed;

sub pick { $_[rand @_] }
sub chance { rand() < $_[0] }
sub text { strftime '%Y-%m-%dT%H:%M:%SZ', gmtime $_[0] }

# The instant of a local day (days from that of another instant) and clock.
sub local_time {
	my ($from, $days, $clock) = @_;
	my @t = localtime $from;
	my ($h, $m, $s) = split /:/, $clock;

	return mktime($s, $m, $h, $t[3] + $days, $t[4], $t[5], 0, 0, -1);
}

my @clocks = qw(00:00:00 23:59:59 00:00:01 02:59:59 03:00:00 03:00:01 01:30:00
    12:00:00 00:30:00 23:30:00);
my $churn = pick(180, 180, 90, 30);	# what some gaps are; and the setting

# Noon of a day, 2026-03-15.
sub noon {
	my ($y, $m, $d) = split /-/, $_[0];

	return mktime(0, 0, 12, $d, $m - 1, $y - 1900, 0, 0, -1);
}

# Leap days, days on which clocks changed in Lisbon or in Sao Paulo, turns of
# the month, and days that are something to the day that has come.
my @days = grep { $_ < noon($today) } map { noon($_) } qw(2016-02-29 2020-02-29 2024-02-29 2024-02-29 2023-02-28
    2024-03-31 2024-10-27 2025-03-30 2025-10-26 2018-11-04 2019-02-17 2017-10-15
    2018-02-17 2017-02-18);
push @days, map { noon(sprintf '%s-%02d-01', $today =~ /^(\d+)/, $_) } 1 .. 6;
push @days, map { local_time(noon($today), $_, '12:00:00') }
    -$churn, -$churn, -365, -366, -730, -731, 0, 1;
my $last = local_time(noon($today), pick(0, 200), '12:00:00');

sub special { local_time(pick(@days), pick(-1, 0, 0, 1), pick(@clocks)) }

# When something happens after that.
sub later {
	my ($t) = @_;
	my $r = rand;

	return $t if $r < 0.07;
	return $t + int rand 7200 if $r < 0.2;
	return local_time($t, pick(0, 0, 1, 2), pick(@clocks)) if $r < 0.4;
	return $t + int rand 20 * 86400 if $r < 0.75;
	return local_time($t, $churn + pick(-1, 0, 0, 0, 1), pick(@clocks)) if $r < 0.88;
	return special() if $r < 0.91;
	return $t + int rand 400 * 86400;
}

# --- the stream: every type in the order of crm-export all --------------------

my (%facts, @lines);

sub json {
	my ($type, $id, @fields) = @_;
	my @out;

	while (my ($key, $value) = splice @fields, 0, 2) {
		next if !defined $value;
		$value = "\"$value\"" if $key !~ /^(?:client_id|price|amount|points)$/;
		push @out, "\"$key\":$value";
	}
	return join ',', "{\"type\":\"$type\",\"id\":$id", @out;
}

my %digits = (JPY => 0, KWD => 3);

# A price and its currency: what the thresholds turn on, more often than not.
sub price {
	my $currency = pick('USD', 'USD', 'USD', 'EUR', 'EUR', 'JPY', 'KWD', 'GBP');
	my $whole = pick(0, 5, 20, 99, 100, 250, 499, 500, 500, 501, 540, 541, 1200,
	    pick(1000, 5000, 75000, 80000));
	my $digits = $digits{$currency} // 2;
	my $rest = pick(0, 0, 1, 6 * 10**($digits - 1), 10**$digits - 1) % 10**$digits;

	return ($digits ? sprintf '%d.%0*d', $whole, $digits, $rest : $whole, $currency);
}

sub voided { chance(0.7) ? text($_[0] + int rand 90 * 86400) : undef }

my %make = (
	booking => sub {
		my ($t, $good) = @_;
		my $status = chance($good) ? 'completed' :
		    pick(qw(pending confirmed completed cancelled cancelled no_show));
		my ($price, $currency) = chance(0.1) ? () : price();
		return (service => 'Cut', starts_at => text($t), status => $status,
		    price => $price, currency => $currency,
		    voided_at => $status eq 'cancelled' ? voided($t) : undef,
		    created_at => text($t + pick(0, -3, -20, 5) * int rand 86400));
	},
	order => sub {
		my ($t, $good) = @_;
		my $status = chance($good) ? pick('paid', 'completed') :
		    pick(qw(pending paid completed cancelled refunded refunded));
		my ($price, $currency) = chance(0.1) ? () : price();
		return (product => 'Oil', amount => $price, currency => $currency,
		    status => $status, ordered_at => text($t),
		    voided_at => $status =~ /ed$/ && $status ne 'completed' ?
		    voided($t) : undef);
	},
	purchase => sub {
		my ($t, $good) = @_;
		my $status = chance($good) ? 'completed' :
		    pick(qw(completed pending cancelled refunded chargeback));
		my ($price, $currency) = price();
		return (product => 'Course', platform => 'hotmart', price => $price,
		    currency => $currency, status => $status, purchased_at => text($t),
		    voided_at => $status =~ /^(?:cancelled|refunded)$/ ? voided($t) : undef);
	},
	form => sub { (form => 'Intake', submitted_at => text($_[0])) },
	event => sub {
		(event_type => pick(qw(message_in message_in checkin review referral
		    social_share message_out call)), at => text($_[0]));
	},
	loyalty => sub {
		(loyalty_type => pick(qw(earn earn redeem)), points =>
		    pick(1, 99, 100, 400, 500, 1500, 5000), reason => 'r', at => text($_[0]));
	},
	journey => sub {
		my $ended = chance(0.5) ? text($_[0] + 1 + int rand 400 * 86400) : undef;
		return (stage => pick(qw(discovery engagement activation retention advocacy
		    churned)), reason => 'r', at => text($_[0]), ended_at => $ended);
	},
);

# What one client did. A few are busy, most are not; some are faithful.
sub history {
	my ($client) = @_;
	my $t = chance(0.25) ? special() : local_time(noon($today), -rand pick(100, 500, 2500),
	    pick(@clocks));
	my $n = pick(0, 1, 2, 3, 5, 8, 12, chance(0.4) ? 70 : 4);
	my $good = pick(0.2, 0.8, 0.97);
	my $created = pick(1, 1, 0) ? $t - int rand 300 * 86400 : later($t);
	my @types = pick([qw(booking)], [qw(booking order)], [qw(purchase order form)],
	    [qw(booking order purchase form event)], [qw(event form booking)]);
	push @{$types[0]}, pick(qw(event loyalty form booking));

	push @{$facts{client}}, [$client, name => "Client $client",
	    created_at => text($created)];
	my $gap = pick(5, 14, 25);
	for (1 .. $n) {
		$t = $n > 20 && chance(0.9) ? $t + int rand $gap * 86400 : later($t);
		last if $t > $last;
		my $type = pick(@{$types[0]});
		push @{$facts{$type}}, [0, client_id => $client, $make{$type}->($t, $good)];
	}
	# By hand, within what happened and one at a time.
	push @{$facts{journey}}, [0, client_id => $client,
	    $make{journey}->($created + 1 + int rand 300 * 86400)] if chance(0.1);
}

my %to = ('account.timezone' => $ENV{TZ}, 'rate.EUR' => '0.925', 'rate.JPY' => '0.00667',
    'rate.KWD' => '3.2505');
if ($settings) {
	my %maybe = ('account.currency' => pick(qw(USD USD EUR JPY KWD)),
		'journey.churn_days' => $churn,
		'journey.engagement_interactions' => pick(1, 2, 3, 4),
		'journey.retention_purchases' => pick(1, 2, 3, 5),
		'journey.retention_days' => pick(1, 2, 3), 'vip.purchases' => pick(0, 7, 50),
		'vip.spend' => pick('0.00', '999.99', '1500.00', '5000.00'),
		'purchase.count_external' => pick('yes', 'no'),
		'milestone.high_value' => pick('0.00', '100.00', '500.05', '500.42'),
		'milestone.anniversary_years' => pick(0, 1, 2, 5),
		'milestone.engagement_month' => pick(0, 1, 2, 5),
		'milestone.attendance_bookings' => pick(0, 1, 3, 5),
		'loyalty.points_per_unit' => pick('1', '0.1', '2.5', '0.57', '0'),
		'loyalty.silver' => pick(100, 500, 501));
	$to{$_} = $maybe{$_} for grep { chance(0.6) } sort keys %maybe;
}
delete $to{'rate.' . ($to{'account.currency'} // 'USD')};
push @{$facts{setting}}, [1 + @{$facts{setting} // []}, name => $_, value => $to{$_}]
    for sort keys %to;
history($_) for 1 .. $clients;

# The numbers of a type are in no order of time or client.
my @types = qw(setting client booking order purchase form event journey loyalty);
for my $type (@types) {
	my @of = @{$facts{$type} // []};
	if ($type !~ /^(?:setting|client)$/) {
		for my $i (reverse 1 .. $#of) {
			my $j = int rand $i + 1;
			@of[$i, $j] = @of[$j, $i];
		}
		$of[$_][0] = $_ + 1 for 0 .. $#of;
	}
	push @lines, map { json($type, @$_) . "}\n" } @of;
}
print qq({"crm":1,"schema":15}\n), @lines;
