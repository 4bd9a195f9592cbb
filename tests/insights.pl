#!/usr/bin/perl
# insights.pl: what crm-insights should answer, worked out a second time: record
# by record from an export of all facts, and not a line of SQL.
#
# usage: insights.pl make SEED CLIENTS TODAY	facts at random, for crm-import all
#	 insights.pl VERB FACTS NOW [OPTION=VALUE...]	the answer as CSV
# Options are those of crm-insights, with days as their values; the local zone
# is that of TZ, the account's currency EUR without any rate.
use strict;
use warnings;
use JSON::PP;
use POSIX qw(mktime strftime floor);

# --- time ---------------------------------------------------------------------

sub text { strftime '%Y-%m-%dT%H:%M:%SZ', gmtime $_[0] }

sub day_start {
	my ($y, $m, $d) = split /-/, $_[0];

	return mktime(0, 0, 0, $d + ($_[1] // 0), $m - 1, $y - 1900, 0, 0, -1);
}

# Seconds of an instant as stored.
sub seconds {
	my ($y, $mo, $d, $h, $mi, $s) = $_[0] =~ /\d+/g;
	my $zone = $ENV{TZ};
	my $t;

	# No timegm() in the core: days by the calendar's own arithmetic.
	$y-- if $mo <= 2;
	$t = 365 * $y + floor($y / 4) - floor($y / 100) + floor($y / 400)
	    + floor((153 * ($mo + ($mo > 2 ? -3 : 9)) + 2) / 5) + $d - 719469;
	return (($t * 24 + $h) * 60 + $mi) * 60 + $s;
}

sub local_text { strftime '%Y-%m-%d %H', localtime seconds($_[0]) }
sub local_day { substr local_text($_[0]), 0, 10 }

# The number of a local day.
sub day_number { seconds(local_day($_[0]) . 'T00:00:00Z') / 86400 }

sub monday {
	my $n = day_number($_[0]);

	return strftime '%Y-%m-%d', gmtime 86400 * ($n - ($n + 3) % 7);
}

my %periods; # of instants that were asked for before

sub period {
	my ($at, $by) = @_;

	return '' unless $by;
	return $periods{$by}{$at} //= monday($at) if $by eq 'week';
	return $periods{$by}{$at} //= substr local_day($at), 0, { day => 10, month => 7, year => 4 }->{$by};
}

# Every period from one to another.
sub periods {
	my ($from, $to, $by) = @_;
	my (%seen, @all);

	for (my $t = seconds($from); $t <= seconds($to); $t += 3600 * 12) {
		my $p = period(text($t), $by);
		push @all, $p unless $seen{$p}++;
	}
	my $last = period($to, $by);
	push @all, $last unless $seen{$last};
	return @all;
}

# --- facts at random --------------------------------------------------------------

sub pick { $_[rand @_] }
sub chance { rand() < $_[0] }

if ($ARGV[0] eq 'make') {
	my (undef, $seed, $n, $today) = @ARGV;
	my $json = JSON::PP->new->canonical;
	my $now = day_start($today) + 36000;
	my (@out, %id);

	srand $seed;
	my $put = sub {
		my ($type, %r) = @_;
		$r{type} = $type;
		$r{id} = ++$id{$type};
		delete $r{$_} for grep { !defined $r{$_} } keys %r;
		push @out, \%r;
		return $r{id};
	};
	# Some time of the days before, often at the edges of local days, and
	# never the same twice where the order counts.
	my $past = sub {
		my $day = strftime '%Y-%m-%d', localtime($now - 86400 * int rand $_[0]);
		my $t = day_start($day) + pick(0, 86399, 3600 * int rand 24, int rand 86400);
		return $t > $now ? $now - 1 : $t;
	};
	my @money = (['EUR', 2], ['EUR', 2], ['USD', 2], ['JPY', 0], ['KWD', 3]);
	my $price = sub {
		my $m = pick(@money);
		return (undef, undef) if chance(0.1);
		return (0 + sprintf("%.$m->[1]f", rand 200), $m->[0]);
	};
	for my $i (1 .. $n) {
		my $made = $past->(500);
		my $status = pick(('active') x 6, qw(inactive archived archived deleted deleted spam));
		my $later = sub { $_[0] + int rand($now - $_[0] + 1) };
		my ($archived, $deleted);
		$archived = $later->($made) if $status eq 'archived' || $status eq 'deleted' && chance(0.4);
		$deleted = $later->($archived // $made) if $status eq 'deleted';
		$put->('client', name => "Client $i", email => "c$i\@example.com", status => $status,
		    created_at => text($made), activated_at => chance(0.8) ? text($later->($made)) : undef,
		    archived_at => defined $archived ? text($archived) : undef,
		    deleted_at => defined $deleted ? text($deleted) : undef);
		my $sits = chance(0.3) ? $put->('series', client_id => $i, service => 'Yoga', starts_at => text($past->(300)),
		    created_at => text($past->(300)), count => chance(0.6) ? 9 : undef,
		    ended_at => chance(0.4) ? text($past->(100)) : undef) : undef;
		my $often = pick(0, 0, 1, 2, 4, 10, 13);
		for (1 .. $often) {
			my $t = chance(0.15) ? $now + int rand 86400 * 20 : $past->(600);
			my $s = $t > $now ? pick(qw(pending confirmed confirmed cancelled completed))
			    : pick(('completed') x 5, qw(cancelled cancelled no_show pending confirmed));
			my ($p, $c) = $price->();
			$put->('booking', client_id => chance(0.03) ? undef : $i, service => pick(qw(Cut Dye)), starts_at => text($t), status => $s,
			    price => $p, currency => $c, series_id => defined $sits && chance(0.3) ? $sits : undef,
			    voided_at => $s eq 'cancelled' && $t < $now && chance(0.5) ? text($t + int rand($now - $t)) : undef,
			    created_at => text(pick($t - 86400 * int rand 30, $past->(400))));
		}
		for (1 .. pick(0, 0, 1, 3)) {
			my ($t, $s) = ($past->(500), pick(qw(pending paid completed cancelled refunded)));
			my ($p, $c) = $price->();
			$put->('order', client_id => chance(0.05) ? undef : $i, product => 'Soap', amount => $p, currency => $c, status => $s, ordered_at => text($t),
			    voided_at => $s =~ /cancelled|refunded/ && chance(0.5) ? text($t + int rand($now - $t)) : undef);
		}
		for (1 .. pick(0, 0, 1)) {
			my ($t, $s) = ($past->(500), pick(qw(pending completed completed cancelled refunded odd)));
			my ($p, $c) = (int rand 100, pick(qw(EUR USD JPY)));
			$put->('purchase', client_id => $i, product => 'Book', platform => 'amazon', price => $p, currency => $c, status => $s,
			    purchased_at => text($t),
			    voided_at => $s =~ /cancelled|refunded/ && chance(0.5) ? text($t + int rand($now - $t)) : undef);
		}
		for (1 .. pick(0, 0, 2, 3)) {
			my $t = $past->(70);
			my $s = pick(qw(open in_progress done done cancelled));
			$put->('task', client_id => $i, title => 'Stretch', status => $s, created_at => text($t),
			    done_at => $s eq 'done' ? text($t + int rand($now - $t + 1)) : undef);
		}
		$put->('event', client_id => $i, event_type => 'referral', at => text($past->(300)), ref => 1 + int rand $i) if chance(0.2);
	}
	# Facts come table by table, clients first; an event has a type of its own.
	my %rank = (client => 1, series => 2, booking => 3, order => 4, purchase => 5, task => 6, event => 7);
	print $json->encode({ crm => 1, schema => 15, records => scalar @out }), "\n";
	for my $r (sort { $rank{$a->{type}} <=> $rank{$b->{type}} || $a->{id} <=> $b->{id} } @out) {
		print $json->encode($r), "\n";
	}
	exit 0;
}

# --- facts as exported -------------------------------------------------------------

my ($verb, $file, $now, @options) = @ARGV;
my %opt = map { split /=/, $_, 2 } @options;
my %facts;
open my $in, '<', $file or die "$file: $!\n";
while (<$in>) {
	my $r = decode_json($_);
	push @{$facts{$r->{type}}}, $r if defined $r->{type};
}
my %client = map { $_->{id} => $_ } @{$facts{client}};
my @clients = sort { $a->{id} <=> $b->{id} } values %client;

# A day, or an instant.
sub edge { my ($at, $days) = @_; $at =~ /T/ ? $at : text(day_start($at, $days)) }
my $since = defined $opt{since} ? edge($opt{since}, 0) : undef;
my $until = defined $opt{until} ? edge($opt{until}, 1) : undef;	# before this
my $asked = defined $opt{'as-of'} ? text(day_start($opt{'as-of'}, 1) - 1) : undef;
my $as_of = $asked;
$as_of //= text(seconds($until) - 1) if defined $until && $until le $now;

# --- what things were at a moment ----------------------------------------------------

sub min_of { (sort grep { defined } @_)[0] }
sub is_gone {	# for good, at $_[1]; undef: today
	my ($c, $t) = @_;

	return $c->{status} eq 'spam' || $c->{status} eq 'deleted' && (!defined $t || $c->{deleted_at} le $t);
}
sub left_at { $_[0]{status} =~ /archived|deleted/ ? min_of($_[0]{archived_at}, $_[0]{deleted_at}) : undef }

sub status_at {
	my ($b, $t) = @_;

	return $b->{status} unless defined $t;
	return 'confirmed' if $b->{starts_at} gt $t && $b->{starts_at} le $now && $b->{status} =~ /completed|no_show/;
	return 'completed' if $b->{starts_at} le $t && $b->{status} eq 'cancelled' && defined $b->{voided_at} && $b->{voided_at} gt $t;
	return $b->{status};
}

sub bookings {
	my ($since, $until, $t) = @_;
	my @found;

	for my $b (@{$facts{booking}}) {
		next if defined $since && $b->{starts_at} lt $since || defined $until && $b->{starts_at} ge $until;
		next if defined $t && $b->{starts_at} gt $t && $b->{created_at} gt $t;
		next if defined $b->{client_id} && is_gone($client{$b->{client_id}}, $t);
		push @found, { %$b, status => status_at($b, $t) };
	}
	return @found;
}

sub rate { $_[1] ? sprintf '%.4f', $_[0] / $_[1] : '' }
sub count_of { my $s = shift; scalar grep { $_->{status} eq $s } @_ }
sub row { print join(',', map { $_ // '' } @_), "\n" }

sub is_recurring {
	my ($id, $t) = @_;

	for my $s (grep { $_->{client_id} == $id } @{$facts{series}}) {
		next if defined $t && $s->{created_at} gt $t;
		return 1 if !defined $s->{count} && (!defined $s->{ended_at} || defined $t && $s->{ended_at} gt $t);
		return 1 if grep { defined $_->{series_id} && $_->{series_id} == $s->{id} && $_->{starts_at} gt ($t // $now)
		    && $_->{status} ne 'cancelled' } @{$facts{booking}};
	}
	return 0;
}

# The median of the days between visits.
sub rhythm {
	my @times = sort { $a <=> $b } map { seconds($_->{starts_at}) } grep { $_->{status} eq 'completed' } @_;
	my (@gaps, $last);

	for my $t (@times) {
		next if defined $last && $t - $last <= 43200;
		push @gaps, floor(($t - $last) / 86400 + 0.5) if defined $last;
		$last = $t;
	}
	return undef if @gaps < 2;
	@gaps = sort { $a <=> $b } @gaps;
	return @gaps % 2 ? $gaps[@gaps / 2] : floor(($gaps[@gaps / 2 - 1] + $gaps[@gaps / 2] + 1) / 2);
}

sub by_client {
	my %of;

	push @{$of{$_->{client_id}}}, $_ for grep { defined $_->{client_id} } @_;
	return %of;
}

# --- the answers --------------------------------------------------------------------

my %answer;

$answer{overview} = sub {
	my @people = grep { !is_gone($_, $as_of) && (!defined $as_of || $_->{created_at} le $as_of) } @clients;
	my @active = grep { my $l = left_at($_); $_->{status} ne 'inactive' && (!defined $l || defined $as_of && $l gt $as_of) } @people;
	my @b = bookings($since, $until, $as_of);
	my @over = grep { $_->{status} =~ /completed|cancelled|no_show/ } @b;

	row(qw(total_clients active_clients total_bookings completed_bookings completion_rate recurring_clients));
	row(scalar @people, scalar @active, scalar @b, count_of('completed', @b),
	    rate(count_of('completed', @b), scalar($opt{closed} ? @over : @b)),
	    scalar grep { !is_gone($_, $as_of) && is_recurring($_->{id}, $as_of) } @clients);
};

$answer{stats} = sub {
	my @b = bookings($since, $until, $as_of);
	my @first = sort map { $_->{starts_at} } @{$facts{booking}};
	my @groups = ['', @b];

	if ($opt{by}) {
		my $from = $since // $first[0];
		my $to = defined $until ? text(seconds($until) - 1) : $first[-1] gt $now ? $first[-1] : $now;
		@groups = map { my $p = $_; [$p, grep { period($_->{starts_at}, $opt{by}) eq $p } @b] } periods($from, $to, $opt{by});
	}
	row($opt{by} ? 'period' : (), qw(completed_bookings cancelled_bookings no_shows no_show_rate));
	for my $g (@groups) {
		my ($p, @of) = @$g;
		my $missed = count_of('no_show', @of);
		row($opt{by} ? $p : (), count_of('completed', @of), count_of('cancelled', @of), $missed, rate($missed, scalar @of));
	}
};

# Cents of completed bookings in the account's currency: there is no rate.
sub spent_on {
	my $spent = 0;

	$spent += sprintf '%.0f', 100 * $_->{price}
	    for grep { $_->{status} eq 'completed' && defined $_->{price} && ($_->{currency} // 'EUR') eq 'EUR' } @_;
	return $spent;
}

sub top_spent {
	my %of = by_client(bookings($since, $until, $as_of));
	my %n = map { $_ => spent_on(@{$of{$_}}) } keys %of;
	my @best = sort { $n{$b} <=> $n{$a} || $a <=> $b } grep { $n{$_} } keys %n;

	row(qw(rank client_id client_name spent completed_bookings recurring));
	for my $id (splice @best, 0, $opt{limit} // 5) {
		row(1 + (grep { $n{$_} > $n{$id} } keys %n), $id, $client{$id}{name}, sprintf('%.2f', $n{$id} / 100),
		    count_of('completed', @{$of{$id}}), is_recurring($id, $as_of) ? 'yes' : 'no');
	}
}

$answer{top} = sub {
	return top_spent() if ($opt{by} // '') eq 'spent';
	my %of = by_client(bookings($since, $until, $as_of));
	my %n = map { $_ => count_of('completed', @{$of{$_}}) } keys %of;
	my @best = sort { $n{$b} <=> $n{$a} || $a <=> $b } grep { $n{$_} } keys %n;

	row(qw(rank client_id client_name completed_bookings recurring));
	for my $id (splice @best, 0, $opt{limit} // 5) {
		row(1 + (grep { $n{$_} > $n{$id} } keys %n), $id, $client{$id}{name}, $n{$id}, is_recurring($id, $as_of) ? 'yes' : 'no');
	}
};

$answer{'at-risk'} = sub {
	my %of = by_client(bookings($since, $until, $as_of));
	my @rows;

	for my $id (keys %of) {
		my @b = @{$of{$id}};
		my ($c, $m) = (count_of('cancelled', @b), count_of('no_show', @b));
		# In whole numbers: more than 30 of a hundred.
		next unless @b > 3 && 100 * ($c + $m) > 30 * @b;
		push @rows, [$id, $client{$id}{name}, scalar @b, rate($c + $m, scalar @b), $c, $m, ($c + $m) / @b];
	}
	row(qw(client_id client_name total_bookings rate cancelled_bookings no_shows));
	row(@$_[0 .. 5]) for sort { $b->[6] <=> $a->[6] || $b->[2] <=> $a->[2] || $a->[0] <=> $b->[0] } @rows;
};

$answer{reliability} = sub {
	my $days = $opt{window} =~ /^(\d+)d$/ ? $1 : die;
	my $end = $asked // $now;
	my $from = text(seconds($end) - 86400 * $days);
	my %of = by_client(bookings($from, text(seconds($end) + 1), $asked));
	my @rows;

	for my $id (keys %of) {
		my ($c, $x, $m) = map { count_of($_, @{$of{$id}}) } qw(completed cancelled no_show);
		push @rows, [$id, $client{$id}{name}, $c, $x, $m, rate($c, $c + $m), $m > 1 ? 'yes' : 'no', $c / ($c + $m)] if $m;
	}
	row(qw(client_id client_name completed_bookings cancelled_bookings no_shows kept_rate flagged));
	row(@$_[0 .. 6]) for sort { $a->[7] <=> $b->[7] || $b->[4] <=> $a->[4] || $a->[0] <=> $b->[0] } @rows;
};

sub total_at {	# just before an instant
	my $t = shift;

	return scalar grep { my $l = left_at($_); $_->{status} ne 'spam' && $_->{created_at} lt $t && !(defined $l && $l lt $t) } @clients;
}

sub closed {	# the span of what grows day by day
	my $end = text(seconds(defined $asked && $asked lt $now ? $asked : $now) + 1);
	my $to = defined $until && $until lt $end ? $until : $end;
	my $from = $since // text(day_start(local_day(text(seconds($to) - 1)), -30));

	return ($from, $to);
}
sub within { defined $_[0] && $_[0] ge $_[1] && $_[0] lt $_[2] }

$answer{base} = sub {
	my ($from, $to) = closed();
	my @real = grep { $_->{status} ne 'spam' } @clients;
	my @left = grep { within(left_at($_), $from, $to) } @real;
	my ($days, $mean) = (0, '');

	for (@left) {
		my $d = day_number(left_at($_)) - day_number($_->{activated_at} // $_->{created_at});
		$days += $d > 0 ? $d : 0;
	}
	$mean = 0 + sprintf '%.2f', floor(100 * $days / @left + 0.5) / 100 if @left;
	row(qw(total_clients new_clients recurrent_clients average_permanence_days));
	row(total_at($to), scalar(grep { within($_->{created_at}, $from, $to) } @real),
	    scalar(grep { my $l = left_at($_); $_->{created_at} lt $from && !(defined $l && $l lt $to) } @real), $mean);
};

$answer{evolution} = sub {
	my ($from, $to) = closed();
	my $by = $opt{by} // 'day';
	my @real = grep { $_->{status} ne 'spam' } @clients;
	my %in = map { $_ => { came => 0, went => 0, archived => 0, deleted => 0 } } periods($from, text(seconds($to) - 1), $by);
	my $total = total_at($from);

	for my $c (@real) {
		my %at = (came => $c->{created_at}, went => left_at($c));
		@at{qw(archived deleted)} = @$c{qw(archived_at deleted_at)} if $c->{status} =~ /archived|deleted/;
		for (keys %at) {
			$in{period($at{$_}, $by)}{$_}++ if within($at{$_}, $from, $to);
		}
	}
	row($by eq 'day' ? 'day' : 'period', qw(total new archived deleted));
	for (sort keys %in) {
		$total += $in{$_}{came} - $in{$_}{went};
		row($_, $total, @{$in{$_}}{qw(came archived deleted)});
	}
};

$answer{status} = sub {
	my $t = $asked // $now;
	my (%n, %lead, %planned, %tasks);
	my @labels = qw(leads no_planning active inactive low_compliance archived deleted);
	my %group = (leads => 'invited', no_planning => 'waiting', active => 'active', inactive => 'active', low_compliance => 'at_risk',
	    archived => 'completed', deleted => 'completed');
	my @people = grep { $_->{status} ne 'spam' && (!defined $asked || $_->{created_at} le $asked) } @clients;
	my %booked;

	for my $b (@{$facts{booking}}) {
		next unless defined $b->{client_id};
		next if defined $asked && $b->{starts_at} gt $asked && $b->{created_at} gt $asked;
		$booked{$b->{client_id}} = 1;
		$planned{$b->{client_id}} = 1 if status_at($b, $asked) =~ /pending|confirmed/
		    && $b->{starts_at} gt text(seconds($t) + 4 * 86400);
	}
	for (grep { $_->{event_type} eq 'referral' } @{$facts{event}}) {
		$lead{$_->{ref}} = 1 if $_->{at} le $t && !$booked{$_->{ref}};
	}
	for (@{$facts{task}}) {
		next if $_->{status} eq 'cancelled' || $_->{created_at} le text(seconds($t) - 30 * 86400) || $_->{created_at} gt $t;
		$tasks{$_->{client_id}}[0]++;
		$tasks{$_->{client_id}}[1]++ if $_->{status} eq 'done' && $_->{done_at} le $t;
	}
	for my $c (@people) {
		my $k = $tasks{$c->{id}};
		my @fits;
		if ($c->{status} eq 'deleted' && (!defined $asked || $c->{deleted_at} le $asked)) { @fits = 'deleted' }
		elsif ($c->{status} =~ /archived|deleted/ && defined $c->{archived_at} && $c->{archived_at} le $t) { @fits = 'archived' }
		elsif ($c->{status} eq 'inactive') { @fits = 'inactive' }
		else {
			push @fits, 'low_compliance' if $k && 2 * ($k->[1] // 0) < $k->[0];
			push @fits, 'leads' if $lead{$c->{id}};
			push @fits, 'no_planning' unless $planned{$c->{id}};
			push @fits, 'active';
		}
		$n{$_}++ for $opt{'all-labels'} ? @fits : $fits[0];
	}
	row(qw(group status clients share));
	row($group{$_}, $_, $n{$_} // 0, rate($n{$_} // 0, scalar @people)) for @labels;
};

$answer{conversion} = sub {
	my %booked = map { $_->{client_id} // 0 => 1 } grep { !defined $asked || $_->{starts_at} le $asked || $_->{created_at} le $asked } @{$facts{booking}};
	my %in;

	for my $c (@clients) {
		next if is_gone($c, $asked) || defined $since && $c->{created_at} lt $since || defined $until && $c->{created_at} ge $until;
		next if defined $asked && $c->{created_at} gt $asked;
		$in{period($c->{created_at}, $opt{by})}[$booked{$c->{id}} ? 1 : 0]++;
	}
	$in{''} //= [0, 0] unless $opt{by};
	row($opt{by} ? 'period' : (), qw(created existing guests rate));
	for (sort keys %in) {
		my ($guests, $existing) = map { $_ // 0 } @{$in{$_}}[0, 1];
		row($opt{by} ? $_ : (), $guests + $existing, $existing, $guests, rate($existing, $guests + $existing));
	}
};

$answer{patterns} = sub {
	my @b = bookings($since, $until, $as_of);
	my $by = $opt{by} // 'weekday';
	my (%in, @labels);

	if ($by eq 'interval') {
		my @spans = ([0, 7, '1-7 days'], [8, 14, '8-14 days'], [15, 21, '15-21 days'], [22, 31, '22-31 days'], [32, 45, '32-45 days'],
		    [46, 62, '46-62 days'], [63, 92, '63-92 days'], [93, 183, '93-183 days'], [184, 1e9, '184 days or more']);
		my %of = by_client(@b);
		my @r = grep { defined } map { rhythm(@{$of{$_}}) } keys %of;

		row(qw(interval clients share));
		for my $s (@spans) {
			my $n = grep { $_ >= $s->[0] && $_ <= $s->[1] } @r;
			row($s->[2], $n, rate($n, scalar @r));
		}
		return;
	}
	push @{$in{$by eq 'hour' ? substr(local_text($_->{starts_at}), 11) . ':00'
	    : (day_number($_->{starts_at}) + 3) % 7}}, $_ for @b;
	@labels = $by eq 'hour' ? sort keys %in : 0 .. 6;
	row($by, qw(bookings completed_bookings cancelled_bookings no_shows no_show_rate share));
	if ($by eq 'hour' && @labels) {
		my ($first, $last) = map { /^(\d+)/ ? 0 + $1 : 0 } @labels[0, -1];
		@labels = map { sprintf '%02d:00', $_ } $first .. $last;
	}
	for (@labels) {
		my @of = @{$in{$_} // []};
		my $missed = count_of('no_show', @of);
		row($by eq 'hour' ? $_ : (qw(Monday Tuesday Wednesday Thursday Friday Saturday Sunday))[$_], scalar @of,
		    count_of('completed', @of), count_of('cancelled', @of), $missed, rate($missed, scalar @of), rate(scalar @of, scalar @b));
	}
};

$answer{revenue} = sub {
	my %digits = (EUR => 2, USD => 2, JPY => 0, KWD => 3);
	my (%sum, @first);
	my $add = sub {
		my ($source, $at, $amount, $currency) = @_;
		$currency //= 'EUR';
		my $units = sprintf '%.0f', $amount * 10 ** $digits{$currency};
		$sum{$currency}{period($at, $opt{by} // 'month')}{$source} += $units;
	};
	@first = sort map { $_->{starts_at} } @{$facts{booking}};
	for (bookings($since, $until, $as_of)) {
		$add->('bookings', $_->{starts_at}, $_->{price}, $_->{currency}) if $_->{status} eq 'completed' && defined $_->{price};
	}
	for my $k (['order', 'ordered_at', 'amount', 'orders', qr/^(paid|completed)$/], ['purchase', 'purchased_at', 'price', 'purchases', qr/^completed$/]) {
		for my $r (@{$facts{$k->[0]}}) {
			my $at = $r->{$k->[1]};
			next if defined $since && $at lt $since || defined $until && $at ge $until || defined $as_of && $at gt $as_of;
			next if defined $r->{client_id} && is_gone($client{$r->{client_id}}, $as_of);
			next unless $r->{status} =~ $k->[4] || defined $as_of && defined $r->{voided_at} && $r->{voided_at} gt $as_of
			    && $r->{status} =~ /cancelled|refunded/;
			$add->($k->[3], $at, $r->{$k->[2]}, $r->{currency}) if defined $r->{$k->[2]};
		}
	}
	my $from = $since // $first[0];
	my $to = defined $until ? text(seconds($until) - 1) : $first[-1] gt $now ? $first[-1] : $now;
	row(qw(period currency bookings orders purchases total));
	for my $c (sort keys %sum) {
		for my $p (periods($from, $to, $opt{by} // 'month')) {
			my @n = map { $sum{$c}{$p}{$_} // 0 } qw(bookings orders purchases);
			row($p, $c, map { sprintf "%.$digits{$c}f", $_ / 10 ** $digits{$c} } @n, $n[0] + $n[1] + $n[2]);
		}
	}
};

$answer{rfm} = sub {
	my %of = by_client(grep { $_->{status} eq 'completed' && $_->{starts_at} le ($asked // $now) } bookings(undef, undef, $asked));
	my %all = by_client(grep { $_->{status} eq 'completed' } bookings(undef, undef, $asked));
	my (%score, %n, %visits, %spent, $total);

	for my $id (keys %of) {
		my @b = defined $asked ? @{$of{$id}} : @{$all{$id}};
		my $spent = 0;
		$spent += sprintf '%.0f', 100 * $_->{price} for grep { defined $_->{price} && ($_->{currency} // 'EUR') eq 'EUR' } @b;
		$score{$id} = [(sort { $a <=> $b } map { day_number($_->{starts_at}) } @{$of{$id}})[-1], scalar @b, $spent];
	}
	my $n = keys %score;
	my @edges = map { my $k = $_; my @v = sort { $a <=> $b } map { $_->[$k] } values %score;
	    [map { $v[floor(($n * $_ + 4) / 5) - 1] } 1 .. 4] } 0 .. 2;
	for my $s (values %score) {
		my ($r, $f) = map { my $k = $_; 1 + grep { $s->[$k] > $_ } @{$edges[$k]} } 0, 1;
		my $name = $r >= 4 && $f >= 4 ? 'champions' : $r >= 3 && $f >= 3 ? 'loyal' : $r >= 4 ? 'recent' : $r == 3 ? 'promising'
		    : $f >= 4 ? 'slipping' : $f == 3 || $r == 2 ? 'cooling' : 'lost';
		$n{$name}++;
		$visits{$name} += $s->[1];
		$spent{$name} += $s->[2];
	}
	row(qw(segment clients share average_visits average_spent));
	for (qw(champions loyal recent promising slipping cooling lost)) {
		my $k = $n{$_} // 0;
		row($_, $k, rate($k, $n), $k ? (0 + sprintf('%.1f', floor(10 * $visits{$_} / $k + 0.5) / 10),
		    sprintf('%.2f', floor($spent{$_} / $k + 0.5) / 100)) : ('', ''));
	}
};

$answer{cohort} = sub {
	my %of = by_client(grep { $_->{status} eq 'completed' && $_->{starts_at} le ($asked // $now) } bookings(undef, undef, $asked));
	my $by = $opt{by} // 'month';
	my (%n, %label);
	my $number = sub {
		my $d = local_day($_[0]);
		return floor((day_number($_[0]) + 3) / 7) if $by eq 'week';
		return substr $d, 0, 4 if $by eq 'year';
		return 12 * substr($d, 0, 4) + substr $d, 5, 2;
	};
	for (values %of) {
		my @at = sort map { $_->{starts_at} } @$_;
		my $first = $number->($at[0]);
		my %seen;
		$label{$first} = period($at[0], $by);
		$n{$first}{$_}++ for grep { !$seen{$_}++ } map { $number->($_) - $first } @at;
	}
	row(qw(cohort clients after active share));
	for my $c (sort { $a <=> $b } keys %n) {
		next if defined $since && $label{$c} lt period($since, $by);
		next if defined $until && $label{$c} gt period(text(seconds($until) - 1), $by);
		row($label{$c}, $n{$c}{0}, $_, $n{$c}{$_}, rate($n{$c}{$_}, $n{$c}{0})) for sort { $a <=> $b } keys %{$n{$c}};
	}
};

$answer{overdue} = sub {
	my $t = $asked // $now;
	my %of = by_client(bookings(undef, undef, $asked));
	my @rows;

	for my $id (keys %of) {
		my $c = $client{$id};
		my $l = left_at($c);
		my @been = sort map { $_->{starts_at} } grep { $_->{status} eq 'completed' && $_->{starts_at} le $t } @{$of{$id}};
		my $r = rhythm(@{$of{$id}});
		next if !@been || !defined $r || $c->{status} eq 'inactive' || defined $l && (!defined $asked || $l le $asked);
		next if grep { $_->{status} =~ /pending|confirmed/ && $_->{starts_at} gt $t } @{$of{$id}};
		my ($last, $today) = (day_number($been[-1]), day_number($t));
		next if $last + $r + ($opt{grace} // 0) >= $today || $last + 180 <= $today;
		push @rows, [$id, $c->{name}, '', $c->{email}, $been[-1], $r, strftime('%Y-%m-%d', gmtime(86400 * ($last + $r))), $today - $last - $r];
	}
	row(qw(client_id client_name phone email last_visit interval_days expected_on overdue_days));
	row(@$_) for sort { $a->[7] <=> $b->[7] || $a->[0] <=> $b->[0] } @rows;
};

# The stages that all came to: client|stage|at, in order, in a file (history=FILE).
$answer{journey} = sub {
	my @names = qw(discovery engagement activation retention advocacy churned any);
	my %rank = map { $names[$_] => $_ } 0 .. $#names;
	my $by = $opt{by} // 'month';
	my (%came, %base, %entered, %jump, %seen);

	open my $in, '<', $opt{history} or die "$opt{history}: $!\n";
	while (<$in>) {
		chomp;
		my ($id, $to, $at) = split /\|/;
		push @{$came{$id}}, [$at, $to];
	}
	for my $id (keys %came) {
		my $c = $client{$id};
		my $end = $c->{status} eq 'deleted' ? $c->{deleted_at} // '' : '~';
		my @moves = grep { $_->[0] lt $end } @{$came{$id}};
		next if $c->{status} eq 'spam' || !@moves;
		push @moves, [$end, undef] if $end ne '~';
		my (@stays, $at, %were, $period);
		for my $m (@moves) {
			my $p = period($m->[0], $by);
			# Where they are when a period begins they have been in it.
			%were = defined $at ? ($at => 1) : () if !defined $period || $p ne $period;
			$period = $p;
			$seen{$p} = 1;
			if (defined $m->[1]) {
				my $to = $m->[1];
				$entered{$p}{$_}{$to}{$id} = 1 for grep { $_ ne $to } keys %were;
				$entered{$p}{any}{churned}{$id} = 1 if $to eq 'churned' && defined $at;
				$entered{$p}{churned}{any}{$id} = 1 if defined $at && $at eq 'churned';
				$jump{$p}{"$at $to"} = 1 if defined $at;
				$were{$to} = 1;
			}
			push @stays, [$p, $at] if defined $at;
			$at = $m->[1];
			push @stays, [$p, $at] if defined $at;
		}
		$came{$id} = \@moves;
		push @{$base{stays}}, [$id, \@stays, \@moves];
	}
	my $last = period(defined $until ? text(seconds($until) - 1) : $now, $by);
	my $first = defined $since ? period($since, $by) : (sort grep { $_ le $last } keys %seen)[0] // $last;
	my $begin = defined $since ? $since : text(day_start($first . substr '0000-01-01', length $first));
	my @list = grep { $_ ge $first && $_ le $last } periods($begin, defined $until ? text(seconds($until) - 1) : $now, $by);
	my %pair = map { ("$names[$_] $names[$_ + 1]" => 1) } 0 .. 3;
	@pair{'any churned', 'churned any'} = (1, 1);
	for my $p (grep { $_ ge $first && $_ le $last } keys %jump) {
		for (keys %{$jump{$p}}) {
			my ($from, $to) = split / /;
			$pair{$_} = 1 if $rank{$from} < $rank{$to} && $rank{$to} <= 4;
		}
	}
	my ($from, $to) = @opt{'from', 'to'};
	$pair{"$from $to"} = 1 if defined $from && defined $to && $from ne $to && "$from $to" !~ /any/;
	row(qw(period from to entered base rate));
	for my $p (@list) {
		my %in;
		for (@{$base{stays}}) {
			my ($id, $stays, $moves) = @$_;
			my @before = grep { period($_->[0], $by) lt $p } @$moves;
			my $where = @before ? $before[-1][1] : undef;
			$in{$where}{$id} = 1 if defined $where;
			$in{$_->[1]}{$id} = 1 for grep { $_->[0] eq $p } @$stays;
		}
		$in{any}{$_} = 1 for map { keys %{$in{$_} // {}} } @names[0 .. 4];
		for (sort { my ($a1, $a2, $b1, $b2) = map { split / / } $a, $b; $rank{$a1} <=> $rank{$b1} || $rank{$a2} <=> $rank{$b2} } keys %pair) {
			my ($f, $t) = split / /;
			next if defined $from && $f ne $from || defined $to && $t ne $to;
			my ($n, $of) = (scalar keys %{$entered{$p}{$f}{$t} // {}}, scalar keys %{$in{$f} // {}});
			row($p, $f, $t, $n, $of, rate($n, $of));
		}
	}
};

die "insights.pl: no answer to $verb\n" unless $answer{$verb};
$answer{$verb}->();
