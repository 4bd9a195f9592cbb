#!/usr/bin/perl
# twins.pl: clients with rows in every table that refers to a client, for
# "crm-import all"; or pairs of them at random, for "crm-dedupe merge -".
#
# usage: twins.pl SEED CLIENTS	the facts
#	twins.pl SEED CLIENTS PAIRS	so many pairs
use strict;
use warnings;

my ($seed, $clients, $pairs) = @ARGV;
srand $seed;

sub pick { $_[rand @_] }
sub chance { rand() < $_[0] }
sub client { 1 + int rand $clients }
# Somebody else, quite often the next one.
sub other {
	my $client = shift;
	my $other = chance(.4) ? $client : client();

	return $other == $client ? $client % $clients + 1 : $other;
}
sub at { sprintf '20%02d-%02d-%02dT%02d:00:00Z', 20 + rand 6, 1 + rand 12, 1 + rand 28, rand 24 }
sub day { substr at(), 0, 10 }
sub text { join ' ', map { pick(qw(tea oil left late soft blue early short)) } 0 .. rand 3 }

if (defined $pairs) {
	for (1 .. $pairs) {
		my $client = client();
		my @pair = ($client, other($client));

		print join(' ', chance(.5) ? @pair : reverse @pair), "\n";
	}
	exit;
}

# --- records as JSON -----------------------------------------------------------

my (%last, @lines);

sub json {
	my $x = shift;

	return '[' . join(',', map { json($_) } @$x) . ']' if ref $x eq 'ARRAY';
	if (ref $x eq 'HASH') {
		return '{' . join(',', map { "\"$_\":" . json($x->{$_}) }
			sort keys %$x) . '}';
	}
	return $x =~ /^(?:0|[1-9][0-9]*|true|false)$/ ? $x : "\"$x\"";
}

# record TYPE, KEY => VALUE, ...: those without a value are left out.
sub record {
	my ($type, %r) = @_;

	$r{id} = ++$last{$type};
	delete @r{grep { !defined $r{$_} } keys %r};
	push @lines, '{"type":"' . $type . '",' . substr json(\%r), 1;
	return $r{id};
}

sub maybe { chance($_[0]) ? $_[1] : undef }

# --- the clients ---------------------------------------------------------------

my @given = qw(Ana Anna Rui Eva Eve Ivo Leo Lea José Jose Maria Mary);
my @family = qw(Lima Costa Reis Silva Sylva Paz Ouro Prata);

sub person {
	my $i = shift;
	my ($given, $family) = (pick(@given), pick(@family));

	record 'client', name => "$given $family", given_name => $given,
	    family_name => $family, email => maybe(.7, "c$i\@x.pt"),
	    phone => maybe(.6, '+35191' . sprintf('%07d', rand 300)),
	    emails => maybe(.2, ["m$i\@y.pt", "n$i\@y.pt"]),
	    phones => maybe(.2, ['+35192' . sprintf('%07d', $i)]),
	    tags => maybe(.4, [sort +(qw(vip new old warm))[rand(2), 2 + rand 2]]),
	    custom => maybe(.3, {pick(qw(size shade)) => text(), n => int rand 9}),
	    city => maybe(.5, pick(qw(Porto Faro Braga))),
	    postcode => maybe(.3, '4000-00' . int rand 10),
	    birthday => maybe(.3, day()), staff => maybe(.3, pick(qw(Rui Zoe))),
	    source => maybe(.3, 'salon'), external_id => maybe(.3, "x$i"),
	    status => chance(.05) ? pick(qw(archived inactive deleted)) : 'active',
	    blocked => chance(.05) ? 'true' : 'false', created_at => at();
}

person($_) for 1 .. $clients;
# They were somebody else before.
record 'merge', client_id => client(), lost_id => $clients + $_,
    lost => {name => 'Gone', blocked => 'false'}, at => at()
    for 1 .. 1 + $clients / 20;

# --- what they have ------------------------------------------------------------

my %make = (
	note => sub { (text => text(), kind => 'general', created_at => at()) },
	series => sub { (service => 'Cut', starts_at => at(), every => 'week',
		created_at => at()) },
	booking => sub { (service => 'Cut', starts_at => at(),
		status => pick(qw(completed completed confirmed no_show)),
		price => 5 + int rand 90, currency => 'EUR', created_at => at()) },
	order => sub { (product => 'Oil', amount => 5 + int rand 50,
		currency => 'EUR', status => pick(qw(paid pending completed)),
		ordered_at => at()) },
	purchase => sub { (product => 'Course', platform => 'hotmart', price => 9,
		currency => 'EUR', status => 'completed',
		transaction_id => 't' . ($last{purchase} // 0), purchased_at => at()) },
	project => sub { (name => text(), status => 'active', created_at => at()) },
	task => sub { (title => text(), status => 'open', created_at => at()) },
	form => sub { (form => 'intake', answers => {skin => text()},
		submitted_at => at()) },
	event => sub { (chance(.5) ? (event_type => 'referral', ref => 0) :
		(event_type => 'review', rating => 1 + int rand 5), at => at()) },
	journey => sub { (stage => pick(qw(engagement activation)),
		reason => text(), at => at()) },
	loyalty => sub { (loyalty_type => 'earn', points => 1 + int rand 500,
		reason => text(), at => at()) },
);

for my $type (sort keys %make) {
	for (1 .. $clients / 2) {
		my ($client, %r) = (client(), $make{$type}->());

		$r{ref} = other($client) if exists $r{ref};
		record $type, client_id => $client, %r;
	}
}
for (1 .. $clients / 10) {
	my $booking = record 'booking', service => 'Cut', starts_at => at(),
	    status => 'confirmed', created_at => at();
	my @who = (name => pick(@given), candidate_id => client(), score => .8,
	    reason => 'partial', at => at());

	record 'association', association_type => 'booking', ref => $booking, @who;
	record 'association', association_type => 'client', ref => client(), @who,
	    status => pick(qw(open ignored));
}
my %distinct;
for (1 .. $clients / 10) {
	my ($a, $b) = sort { $a <=> $b } client(), client();

	next if $a == $b || $distinct{"$a $b"}++;
	record 'distinct_pair', a_id => $a, b_id => $b, at => at(),
	    reason => maybe(.5, text());
}

print "$_\n" for '{"crm":1,"schema":1,"records":' . @lines . '}', @lines;
