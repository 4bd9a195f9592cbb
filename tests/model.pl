#!/usr/bin/perl
# model.pl: the journey, the tiers and the milestones of every client, worked
# out a second time: one client after the other, one event after the other, as
# the rules are written (man/crm-journey.1, crm-loyalty.1, crm-milestones.1).
# The tests hold the derived tables to it, so nothing here is shared with them.
#
# usage: model.pl DB DAY
# DAY is the local day that has come. Prints a line for every derived row, its
# columns apart by tabs, in order; "model.pl DB" prints what the file holds.
use strict;
use warnings;
use POSIX qw(tzset);

my ($db, $today) = @ARGV;
my ($share) = $0 =~ m{^(.*)/} ? "$1/../share" : '../share';
my $DAY = 86400;

# --- what is read ------------------------------------------------------------

# The rows of a query; NULL is ''.
sub rows {
	my ($sql) = @_;

	open my $in, '-|', 'sqlite3', '-batch', '-cmd', '.timeout 10000',
	    '-separator', "\t", $db, $sql or die "sqlite3: $!\n";
	my @rows = map { chomp; [split /\t/, $_, -1] } <$in>;
	close $in or die "model.pl: sqlite3 failed: $sql\n";
	return @rows;
}

# The lines of a file of share/, without those that only explain.
sub lines {
	my ($file) = @_;

	open my $in, '<', "$share/$file" or die "$share/$file: $!\n";
	return map { chomp; [split /\t/] } grep { !/^#/ } <$in>;
}

if (!defined $today) {
	print sort map { join("\t", @$_) . "\n" }
	    rows(q{SELECT 'stage', client_id, n, at, stage, cause
		FROM stage_change}),
	    rows(q{SELECT 'tier', client_id, n, at, tier, points, cause
		FROM tier_change}),
	    rows(q{SELECT 'milestone', client_id, milestone, ordinal,
		achieved_at, cause, revoked_at FROM milestone}),
	    rows(q{SELECT 'client', id, stage FROM client});
	exit;
}

my %setting = map { $_->[0] => $_->[2] } lines('setting.tsv');
$setting{$_->[0]} = $_->[1] for rows('SELECT name, value FROM setting');
# The last day that the daily job has done.
my $daily = (rows('SELECT daily_on FROM state'))[0][0] // '';
my %rate;	# of a currency: what one unit of it is in the account's
/^rate\.(.*)/ and $rate{$1} = $setting{$_} for keys %setting;
my %decimals = map { $_->[0] => $_->[1] } lines('currency.tsv');
my $account = $setting{'account.currency'};
if ($setting{'account.timezone'}) {
	$ENV{TZ} = $setting{'account.timezone'};
	tzset();
}

# --- time: kept as text, 2026-12-01T10:00:00Z, which is in order as it is ----

# Days since 1970 of a calendar day.
sub day_number {
	my ($y, $m, $d) = @_;

	$y-- if $m <= 2;
	return 365 * $y + int($y / 4) - int($y / 100) + int($y / 400) +
	    int((153 * (($m + 9) % 12) + 2) / 5) + $d - 719469;
}

sub seconds {
	my ($y, $m, $d, $h, $min, $s) = unpack 'a4xa2xa2xa2xa2xa2', $_[0];

	return day_number($y, $m, $d) * $DAY + $h * 3600 + $min * 60 + $s;
}

# A calendar day, and an instant, of what localtime() and gmtime() give.
sub day_text { sprintf '%04d-%02d-%02d', $_[5] + 1900, $_[4] + 1, $_[3] }
sub wall_text { day_text(@_) . sprintf 'T%02d:%02d:%02dZ', @_[2, 1, 0] }

my (%local_day, %instant);	# what was worked out already

sub local_day { $local_day{$_[0]} //= day_text(localtime seconds($_[0])) }

# How far the clocks are ahead of UTC at an instant.
sub offset { seconds(wall_text(localtime $_[0])) - $_[0] }

# The instant at which local clocks show this; the first, where they show it
# twice; where they never do, as if they had not been put forward yet.
sub instant {
	my ($day, $clock) = @_;

	return $instant{"$day $clock"} //= shown_at(seconds("${day}T$clock"));
}

sub shown_at {
	my ($wall) = @_;
	my $early = $wall - offset($wall - $DAY);
	my $late = $wall - offset($wall + $DAY);

	$early = $late if $early + offset($early) != $wall &&
	    $late + offset($late) == $wall;
	return wall_text(gmtime $early);
}

sub days_later {
	my ($day, $n) = @_;

	return day_text(gmtime((day_number(unpack 'a4xa2xa2', $day) + $n) * $DAY));
}

# R15: 29 February falls on 28 February in common years.
sub years_later {
	my ($y, $rest) = $_[0] =~ /^(\d+)(.*)/;

	$y += $_[1];
	$rest = '-02-28' if $rest eq '-02-29' && ($y % 4 || !($y % 100) && $y % 400);
	return sprintf '%04d%s', $y, $rest;
}

# The month before a month, 2026-02.
sub month_before {
	my ($y, $m) = split /-/, $_[0];

	return $m > 1 ? sprintf('%s-%02d', $y, $m - 1) : sprintf('%04d-12', $y - 1);
}

# --- money: whole numbers of minor units -------------------------------------

# A decimal number as a whole one and the power of ten it is too big by.
sub decimal {
	my ($int, $part) = $_[0] =~ /^(\d*)\.?(\d*)$/ or die "not a number: $_[0]\n";

	return ("$int$part" + 0, 10**length $part);
}

# A quotient, half to even.
sub rounded {
	my ($up, $down) = @_;
	use integer;
	my ($whole, $rest) = ($up / $down, 2 * ($up % $down));

	return $whole + ($rest > $down || $rest == $down && $whole % 2 ? 1 : 0);
}

# R13: in the currency of the account; none without a rate.
sub convert {
	my ($amount, $currency) = @_;

	return if $amount eq '';
	return $amount + 0 if $currency eq '' || $currency eq $account;
	return if !defined $rate{$currency};
	my ($up, $down) = decimal($rate{$currency});
	return rounded($up * $amount * 10**$decimals{$account},
	    $down * 10**$decimals{$currency});
}

# R13: does it exceed the setting? 0 there: nothing does.
sub exceeds {
	my ($amount, $name) = @_;
	my ($up, $down) = decimal($setting{$name});
	my $limit = rounded($up * 10**$decimals{$account}, $down);

	return $limit > 0 && $amount > $limit;
}

# R25: whole points for an amount.
sub points_for {
	my ($n, $scale) = decimal($setting{'loyalty.points_per_unit'});
	use integer;

	return $n * ($_[0] // 0) / ($scale * 10**$decimals{$account});
}

# --- the facts of each client ------------------------------------------------

# acts: what a client does, to tell stages and busy months by. deals: what may
# count as a purchase or as spending. All have at, rank and id, by which they
# are in order, and are named by a cause, 'order 12'.
my (%acts, %deals, %hand, %points, %missed, %events);
my %rank = (booking => 0, order => 1, purchase => 2, form => 3, event => 4,
    loyalty => 5);

sub fact {
	my ($noun, $id, $client, $at, %more) = @_;

	return { noun => $noun, id => $id, at => $at, rank => $rank{$noun},
	    cause => "$noun $id", %more };
}

sub in_order {
	return sort { $a->{at} cmp $b->{at} || $a->{rank} <=> $b->{rank} ||
	    $a->{id} <=> $b->{id} } @_;
}

# One that was completed or paid counts. One that was, and was then cancelled
# or refunded, is void: since voided_at or, where nobody knows, from the start.
sub deal {
	my ($fact, $amount, $currency, $status, $voided, $counted) = @_;

	$fact->{counts} = $status =~ /^(?:$counted)$/;
	$fact->{void} = $status eq 'refunded' || $status eq 'cancelled' && $voided ne '';
	return if !$fact->{counts} && !$fact->{void};
	$fact->{voided} = $voided || $fact->{at};
	$fact->{amount} = convert($amount, $currency);
	# R11: external purchases count only where the owner says so.
	$fact->{buys} = $fact->{noun} ne 'purchase' ||
	    $setting{'purchase.count_external'} eq 'yes';
	return $fact;
}

sub read_facts {
	for (rows('SELECT id, client_id, starts_at, created_at, status,
	    price_minor, currency, voided_at FROM booking
	    WHERE client_id IS NOT NULL')) {
		my ($id, $c, $at, $made, $status, @rest) = @$_;
		my $done = $status eq 'completed';
		my $acted = $done || $at lt $made ? $at : $made;
		push @{$acts{$c}}, fact('booking', $id, $c, $acted, interacts => 1);
		my ($price, $currency, $voided) = @rest;
		push @{$missed{$c}}, { at => $at,
		    voided => $status eq 'cancelled' ? $voided : '' }
		    if $status =~ /^(?:cancelled|no_show)$/;
		push @{$deals{$c}}, deal(fact('booking', $id, $c, $at), $price,
		    $currency, $status, $voided, 'completed');
	}
	for (rows('SELECT id, client_id, ordered_at, amount_minor, currency,
	    status, voided_at FROM orders WHERE client_id IS NOT NULL')) {
		my ($id, $c, $at, @rest) = @$_;
		push @{$acts{$c}}, fact('order', $id, $c, $at, interacts => 1);
		push @{$deals{$c}}, deal(fact('order', $id, $c, $at), @rest,
		    'paid|completed');
	}
	for (rows('SELECT id, client_id, purchased_at, price_minor, currency,
	    status, voided_at FROM purchase WHERE client_id IS NOT NULL')) {
		my ($id, $c, $at, @rest) = @$_;
		push @{$acts{$c}}, fact('purchase', $id, $c, $at, interacts => 1);
		push @{$deals{$c}}, deal(fact('purchase', $id, $c, $at), @rest,
		    'completed');
	}
	for (rows('SELECT id, client_id, submitted_at FROM form
	    WHERE client_id IS NOT NULL')) {
		my ($id, $c, $at) = @$_;
		push @{$acts{$c}}, fact('form', $id, $c, $at, interacts => 1);
	}
	for (rows('SELECT id, client_id, at, type FROM event')) {
		my ($id, $c, $at, $type) = @$_;
		my $event = fact('event', $id, $c, $at, type => $type,
		    interacts => $type eq 'message_in' || $type eq 'checkin');
		push @{$events{$c}}, $event;
		push @{$acts{$c}}, $event if $event->{interacts} || $type eq 'review';
	}
	for (rows(q{SELECT id, client_id, at, points FROM loyalty
	    WHERE type = 'earn'})) {
		my ($id, $c, $at, $points) = @$_;
		push @{$points{$c}}, fact('loyalty', $id, $c, $at, points => $points);
	}
	for (rows('SELECT client_id, at, ended_at, stage FROM journey
	    ORDER BY at, id')) {
		my ($c, $at, $ended, $stage) = @$_;
		push @{$hand{$c}}, { at => $at, ended => $ended || '~', stage => $stage };
	}
}

# --- stages (R6 to R10) ------------------------------------------------------

my @stages = qw(discovery engagement activation retention advocacy);

# R9: when a client has churned who was last active then; '' for not yet.
sub churned_at {
	my ($since, $by) = @_;
	my $days = $setting{'journey.churn_days'} or return '';
	my $day = days_later(local_day($since), $days);

	return $day le $by ? instant($day, '03:00:00') : '';
}

# What is earned: a list of at, stage, cause. It rises with what the client
# does, falls to churned, and comes back with what the client does next.
sub earned {
	my ($created, $acts, $deals, $known) = @_;
	my %deal = map { $_->{cause} => $_ } grep { $_->{counts} } @$deals;
	my ($level, $since, $interactions, $bought, $spent) = (0, $created, 0, 0, 0);
	my ($stage, %days) = ('discovery');
	my @list;
	# What brought back names the row, if more came at that moment.
	my $to = sub {
		my ($at, $next, $cause) = @_;
		my $back = $stage eq 'churned' ? $cause : @list &&
		    $list[-1]{at} eq $at ? $list[-1]{back} : '';
		push @list, { at => $at, stage => $next, cause => $back || $cause,
		    back => $back } if $next ne $stage;
		$stage = $next;
	};

	for my $act (@$acts) {
		my $churned = churned_at($since, $today);
		$to->($churned, 'churned', 'inactivity')
		    if $churned && $churned lt $act->{at};
		$since = $act->{at};
		my $deal = $deal{$act->{cause}};
		$interactions++ if $act->{interacts};
		$spent += $deal->{amount} // 0 if $deal;
		if ($deal && $deal->{buys}) {
			$bought++;
			$days{local_day($act->{at})} = 1;
		}
		my $now = $interactions &&
		    $interactions >= $setting{'journey.engagement_interactions'} ? 1 : 0;
		$now = 2 if $bought;
		$now = 3 if $bought && $bought >= $setting{'journey.retention_purchases'} &&
		    keys %days >= $setting{'journey.retention_days'};
		$now = 4 if $setting{'vip.purchases'} && $bought >= $setting{'vip.purchases'} ||
		    exceeds($spent, 'vip.spend');
		$level = $now if $now > $level;
		$to->($act->{at}, $stages[$level], $act->{cause});
	}
	# Of whom nothing is known churns by the daily job alone.
	my $churned = churned_at($since, $known ? $today : $daily);
	$to->($churned, 'churned', 'inactivity') if $churned;
	return @list;
}

# R10: what is set by hand goes before what is earned, while it holds.
sub stage_rows {
	my ($created, $acts, $deals, $hand) = @_;
	my $start = $created;
	my ($stage, $earned, $cause, $held) = ('discovery', 'discovery', 'created', 0);
	my @list = earned($created, $acts, $deals, @$acts || @$hand);

	($start) = sort $created, map { $_->{at} } @$acts, @$hand;
	my @rows = ([$start, $stage, $cause]);
	my %at = map { $_ => 1 } $start, (map { $_->{at} } @list),
	    map { ($_->{at}, $_->{ended}) } @$hand;
	for my $at (sort grep { $_ ge $start && $_ ne '~' } keys %at) {
		while (@list && $list[0]{at} le $at) {
			my $change = shift @list;
			($earned, $cause) = @$change{qw(stage cause)};
		}
		my ($set) = reverse grep { $_->{at} le $at && $at lt $_->{ended} } @$hand;
		my $now = $set ? $set->{stage} : $earned;
		push @rows, [$at, $now, $set ? 'set' : $held ? 'unset' : $cause]
		    if $now ne $stage;
		($stage, $held) = ($now, $set ? 1 : 0);
	}
	return @rows;
}

# --- tiers (R25) -------------------------------------------------------------

my @tiers = qw(bronze silver gold platinum);

sub tier_of {
	my ($total) = @_;
	my $tier = 0;

	for (1 .. 3) {
		$tier = $_ if $total >= $setting{"loyalty.$tiers[$_]"};
	}
	return $tier;
}

# Points for every purchase, less those of what was taken back, and those that
# were given by hand. A list of at, tier, points, cause, and whether it rose.
sub tier_rows {
	my ($deals, $given) = @_;
	my ($total, $tier, @entries, @rows) = (0, 0);

	push @entries, @$given;
	for my $deal (grep { $_->{buys} } @$deals) {
		my %entry = (%$deal, points => points_for($deal->{amount}));
		if ($deal->{void}) {
			# What was taken back before it was bought never earned.
			next if $deal->{voided} le $deal->{at};
			# At the same moment as others it comes after them.
			$entry{id} = $deal->{id} * 4 + $deal->{rank};
			$entry{rank} = 7;
			push @entries, { %entry, at => $deal->{voided},
			    points => -$entry{points} };
		}
		push @entries, \%entry;
	}
	for my $entry (in_order(@entries)) {
		$total += $entry->{points};
		my $now = tier_of($total);
		push @rows, { %$entry, tier => $now, points => $total, rose => $now > $tier }
		    if $now != $tier;
		$tier = $now;
	}
	return @rows;
}

# --- milestones --------------------------------------------------------------

# Those that rest on purchases and bookings. $void: as if nothing had been
# taken back (R28). Each is milestone, ordinal, at, cause.
sub bought_milestones {
	my ($void, $deals, $missed, $tiers) = @_;
	my @deals = grep { $_->{counts} || $void && $_->{void} } @$deals;
	my @bought = grep { $_->{buys} } @deals;
	my ($n, $spent, $vip, @found) = (0, 0);
	my $reached = sub {
		my ($name, $fact, $ordinal, $revoked) = @_;
		push @found, [$name, $ordinal // '', $fact->{at}, $fact->{cause},
		    $revoked // ''] if $fact;
	};

	my @bookings = grep { $_->{noun} eq 'booking' } @deals;
	$reached->('first_booking', $bookings[0]);
	$reached->('first_order', (grep { $_->{noun} eq 'order' } @deals)[0]);
	$reached->('first_repeat', $bought[1]);
	$reached->("purchases_$_", $bought[$_ - 1]) for 10, 25, 50;	# R12
	for my $deal (@deals) {
		$reached->('high_value_purchase', $deal, $deal->{cause},
		    $deal->{void} ? $deal->{voided} : '')
		    if exceeds($deal->{amount} // 0, 'milestone.high_value');
	}
	for my $years ($bought[0] ? 1 .. $setting{'milestone.anniversary_years'} : ()) {
		my $day = years_later(local_day($bought[0]{at}), $years);
		$reached->("anniversary_${years}y",
		    { %{$bought[0]}, at => instant($day, '03:00:00') }) if $day le $today;
	}
	for my $deal (@deals) {		# R8
		$n++ if $deal->{buys};
		$spent += $deal->{amount} // 0;
		$vip = $deal, last
		    if $setting{'vip.purchases'} && $n >= $setting{'vip.purchases'} ||
		    exceeds($spent, 'vip.spend');
	}
	# As platinum: revoked while the client is platinum no more.
	my @platinum = @$tiers && ($void || $tiers->[-1]{tier} == 3) ?
	    grep { $_->{tier} == 3 } @$tiers : ();
	my ($first) = in_order($vip // (), @platinum);
	$reached->('vip', $first) if $first && local_day($first->{at}) le $today;
	# R27: none before that was cancelled or missed; one after it revokes it.
	my $many = $setting{'milestone.attendance_bookings'};
	my $last = $many ? $bookings[$many - 1] : undef;
	my @missed = grep { !($void && $_->{voided}) } @$missed;
	$reached->('perfect_attendance', $last, '',
	    (sort map { $_->{voided} || $_->{at} } @missed)[0])
	    if $last && !grep { $_->{at} lt $last->{at} } @missed;
	return @found;
}

# R26: at least so many interactions, and twice the mean of six months before.
sub busy_months {
	my ($acts) = @_;
	my (%count, @found);

	$setting{'milestone.engagement_month'} or return;
	$count{substr local_day($_->{at}), 0, 7}++ for grep { $_->{interacts} } @$acts;
	for my $month (keys %count) {
		my ($before, $sum, $next) = ($month, 0);
		for (1 .. 6) {
			$before = month_before($before);
			$sum += $count{$before} // 0;
		}
		my ($y, $m) = split /-/, $month;
		$next = $m < 12 ? sprintf '%s-%02d-01', $y, $m + 1 : sprintf '%04d-01-01', $y + 1;
		push @found, ['high_engagement_month', $month,
		    instant(days_later($next, -1), '23:59:59'), $month]
		    if $count{$month} >= $setting{'milestone.engagement_month'} &&
		    $count{$month} * 6 >= 2 * $sum && $today ge $next;
	}
	return @found;
}

sub event_milestones {
	my ($events) = @_;
	my @found;

	for my $event (in_order(@$events)) {
		my ($at, $cause) = @$event{qw(at cause)};
		push @found, ['referral_made', $cause, $at, $cause]
		    if $event->{type} eq 'referral';
		push @found, ['social_share', $cause, $at, $cause]
		    if $event->{type} eq 'social_share';
		push @found, ['first_review', '', $at, $cause]
		    if $event->{type} eq 'review' &&
		    !grep { $_->[0] eq 'first_review' } @found;
	}
	return @found;
}

# One for every tier that was ever come to from a lower one; taken back while
# the client is below it, since the day of the last fall below it.
sub upgrades {
	my ($tiers) = @_;
	my (%seen, %fell, @found);
	my $before = 0;

	for my $row (@$tiers) {
		my $tier = $row->{tier};
		push @found, ['loyalty_tier_upgrade', $tiers[$tier], $row->{at},
		    $row->{cause}, $tier] if $row->{rose} && !$seen{$tier}++;
		$fell{$_} = $row->{at} for $tier + 1 .. $before;
		$before = $tier;
	}
	return map { [@$_[0 .. 3], $_->[4] > $before ? $fell{$_->[4]} : ''] } @found;
}

# R28: what would be there if nothing had been taken back, is there, revoked
# since the last that was, or for a reason of its own; but not what was taken
# back before it was reached.
sub milestones {
	my ($acts, $deals, $missed, $events, $tiers) = @_;
	my (%found, $latest);

	for (grep { $_->{void} } @$deals) {
		$latest = $_->{voided} if !defined $latest || $_->{voided} gt $latest;
	}
	for my $void ($latest ? 1 : (), 0) {
		for (bought_milestones($void, $deals, $missed, $tiers)) {
			my ($name, $ordinal, $at, $cause, $revoked) = @$_;

			$revoked ||= $latest if $void;
			next if $void && $revoked lt $at;
			$found{"$name $ordinal"} = [$name, $ordinal, $at, $cause, $revoked];
		}
	}
	return (values %found), upgrades($tiers),
	    map { [@$_[0 .. 3], ''] } busy_months($acts), event_milestones($events);
}

# --- all of them -------------------------------------------------------------

my @out;

sub put { push @out, join("\t", @_) . "\n" }

read_facts();
for (rows('SELECT id, created_at FROM client')) {
	my ($c, $created) = @$_;
	my $acts = [in_order(@{$acts{$c} // []})];
	my $deals = [in_order(@{$deals{$c} // []})];
	my @stage = stage_rows($created, $acts, $deals, $hand{$c} // []);
	my @tier = tier_rows($deals, $points{$c} // []);
	my $n = 0;

	put('client', $c, $stage[-1][1]);
	# Nobody needs a row to be in discovery since the record was made.
	@stage = () if @stage == 1 && $stage[0][0] eq $created;
	put('stage', $c, ++$n, @$_) for @stage;
	$n = 0;
	put('tier', $c, ++$n, $_->{at}, $tiers[$_->{tier}], @$_{qw(points cause)})
	    for @tier;
	put('milestone', $c, @$_) for
	    milestones($acts, $deals, $missed{$c} // [], $events{$c} // [], \@tier);
}
print sort @out;
