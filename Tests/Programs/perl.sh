#!/bin/bash
# perl: its language, and its calls on files, processes and sockets.

case_language() {
  perl -w <<'EOF'
use strict;
use utf8;
binmode STDOUT, ":utf8";
my @words = map { lc } "The quick brown Fox jumps over the lazy Dog again and again" =~ /\w+/g;
my %count;
$count{$_}++ for @words;
print join( " ", map { "$_=$count{$_}" } sort { $count{$b} <=> $count{$a} || $a cmp $b } keys %count ), "\n";
print "$1-$2\n" while "a1b22c333" =~ /([a-z])(\d+)/g;
( my $text = "hello world" ) =~ s/(\w+)/\u$1/g;
print "$text\n";
print "yes\n" if "foobar" =~ /^(?=.*bar)(?<first>f)o{2}(?!x)/ and $+{first} eq "f";
print join( "|", split /(,)\s*/, "a, b,c" ), "\n";
print "été" =~ /^\w+$/ ? "word\n" : "no\n";
my $re = qr/\((?:[^()]++|(?R))*\)/;
print "balanced $&\n" if "x(a(b)c)y" =~ $re;
printf "%s %.15g %e %x %o %b %05d|%-5s|%v d\n", 1 / 3, 0.1, 12345.678, 255, 8, 5, 42, "ab", "1.2.3";
print 2**53 + 1, " ", 9223372036854775807, " ", 18446744073709551615, " ", -7 % 3, " ", int(-3.5), " ", 1e308 * 10,
  " ", 0.1 + 0.2, "\n";
print join( ",", sort { $a <=> $b } map { ( $_ * 7919 ) % 1009 } 1 .. 30 ), "\n";
print join( ",", reverse sort qw(b a c) ),                                  "\n";
my @sorted = sort { $a->[1] <=> $b->[1] } map { [ $_, sin $_ ] } 1 .. 20;
print join( " ", map { $_->[0] } @sorted ), "\n";
eval { die { code => 7 } };
print "died $@->{code}\n";
eval { my $x = 1; my $y = $x / 0; };
print $@;
{

  package Animal;
  sub new { my ( $c, %a ) = @_; bless {%a}, $c }
  sub speak { my $s = shift; sprintf "%s says %s", $s->{name}, $s->sound }

  package Cow;
  our @ISA = "Animal";
  sub sound   { "moo" }
  sub DESTROY { print "gone\n" }
}
{ my $cow = Cow->new( name => "Bess" ); print $cow->speak, "\n"; }
my $closure = do {
  my $n = 0;
  sub { ++$n }
};
$closure->() for 1 .. 4;
print $closure->(), "\n";
print join( " ", unpack( "nNvVa3", pack( "nNvVa3", 1, 2, 3, 4, "abc" ) ) ), " ", unpack( "%32C*", "checksum" ),
  " ", join( ",", unpack "q<d<", pack "q<d<", -2**40, 1.5 ), "\n";
local $_ = "x" x 5;
tr/x/y/;
print;
print "\n", "abc" x 2, " ", ucfirst lc "HELLO", " ", sprintf( "%vd", "1.22.333" ), " ", scalar reverse("abc"), "\n";
print "a" .. "e", "\n";
my ( $x, $y ) = ( 10, 3 );
print $x **$y, " ", $x % $y, " ", $x <=> $y, " ", "a" lt "b", "\n";
my $f;
$f = sub { my $n = shift; $n < 2 ? $n : $f->( $n - 1 ) + $f->( $n - 2 ) };
print $f->(18), "\n";
format STDOUT =
@<<<<<< @>>>>> @##.##
"left", "right", 3.14159
.
write;
print "$]\n";
EOF
}

case_modules() {
  perl <<'EOF'
use POSIX      qw(floor fmod strftime :sys_wait_h :limits_h);
use List::Util qw(sum max reduce shuffle first);
use Data::Dumper;
use Digest::MD5 "md5_hex";
use Digest::SHA "sha256_hex";
use MIME::Base64;
use Time::HiRes qw(time sleep usleep clock_gettime CLOCK_MONOTONIC);
use File::Temp "tempdir";
use File::Find;
use File::Copy;
use Cwd;
use Storable qw(dclone freeze);
use Encode;
use Math::BigInt;
use Math::BigFloat;
use Text::Wrap;
use Getopt::Long;
use JSON::PP;
use Scalar::Util "weaken";
use Time::Local;
use threads;
use threads::shared;
use IO::Compress::Gzip "gzip";
use Sys::Hostname;
use Config;
$Data::Dumper::Sortkeys = 1;
print Dumper( { a => [ 1, 2 ], b => { c => undef } } ), md5_hex("x"), " ", sha256_hex("x"), "\n",
  encode_base64("hello"), floor(-2.5), " ", fmod( 7, 3 ), " ", INT_MAX, " ", strftime( "%F", gmtime 86400 ), "\n";
print sum( 1 .. 100 ), " ", max( 3, 9, 2 ), " ", reduce { $a * $b } 1 .. 20;
print "\n", Math::BigInt->new(2)->bpow(200), " ", Math::BigFloat->new(2)->bsqrt(40), "\n",
  JSON::PP->new->canonical->encode( { k => [ 1, "two", undef, 1.5 ] } ), "\n", timegm( 0, 0, 0, 1, 0, 2030 ), "\n";
my $t = time;
sleep 0.05;
print "slept\n" if time - $t >= 0.05;
print length( encode( "UTF-8", "\x{20ac}" ) ), " ", hostname,
  " $Config{archname} $Config{ivsize} $Config{ptrsize}\n";
my $shared : shared = 0;
my @t = map {
  threads->create(
    sub {
      for ( 1 .. 200 ) { lock $shared; $shared++ }
      return $_[0] * 2;
    },
    $_
  )
} 1 .. 8;
print join( ",", map { $_->join } @t ), " $shared\n";
my ( $in, $out ) = ( "x" x 100000, "" );
gzip \$in => \$out;
print length($out) < 1000 ? "zipped\n" : "no\n";
EOF
}

case_files() {
  perl <<'EOF'
use Fcntl qw(:flock :seek :mode :DEFAULT);
use File::Path;
use Errno qw(:POSIX);
mkdir "d" or die;
for my $n ( 1 .. 200 ) { open my $f, ">", "d/$n" or die; print $f "line $_\n" for 1 .. $n; }
opendir my $h, "d";
my @n = grep { !/^\./ } readdir $h;
closedir $h;
print scalar(@n), " ", -s "d/200", "\n";
open my $f, "+<", "d/50";
seek $f, 10, SEEK_SET;
read $f, my $b, 8;
print "$b ", tell $f, " ", -r $f && -w _ && !-x _ ? "rw" : "", "\n";
truncate $f, 5;
print -s "d/50", "\n";
flock $f, LOCK_EX | LOCK_NB or die;

if ( !fork ) {
  open my $g, "<", "d/50";
  print flock( $g, LOCK_EX | LOCK_NB ) ? "free\n" : "locked " . ( $! == EWOULDBLOCK ) . "\n";
  exit;
}
wait;
sysopen my $s, "big", O_RDWR | O_CREAT;
sysseek $s, 3 * 2**31, 0;
syswrite $s, "end";
print -s "big", " ", sysseek( $s, 0, 1 ), "\n";
rename "d/1", "d/renamed";
link "d/2", "hard";
symlink "d/3", "soft";
print readlink "soft", " ", ( stat "hard" )[3], " ", ( lstat "soft" )[7], "\n";
chmod 0640, "hard";
printf "%o\n", ( stat "hard" )[2] & 07777;
utime 1e9, 1.1e9, "hard";
print join( " ", ( stat "hard" )[ 8, 9 ] ), "\n";
chown 3, 4, "hard";
print join( " ", ( stat "hard" )[ 4, 5 ] ), "\n";

for (
  sub { open my $x, "<", "nothing" },
  sub { mkdir "d" },
  sub { rmdir "d" },
  sub { unlink "d" },
  sub { rename "nothing", "x" },
  sub { opendir my $x,    "nothing" },
  sub { readlink "d/5" },
  sub { chdir "d/5" }
  )
{
  $_->() or print "$!\n";
}
open my $w, ">:utf8", "u";
print $w "\x{e9}\x{20ac}";
close $w;
print -s "u", "\n";
unlink glob "d/*";
print rmdir("d") ? "removed\n" : "kept\n";
{ local $/ = \4; open my $r, "<", "/etc/hosts"; my @c = <$r>; print scalar @c, "\n" }
{
  local @ARGV = "/etc/hosts";
  while (<>) { print "$.: $_" }
}
open my $dup, ">&", \*STDOUT;
print $dup "dup\n";
close $dup;
umask 027;
printf "%o\n", umask;
pipe my $pr, my $pw;
syswrite $pw, "pipe";
sysread $pr, my $pb, 10;
print "$pb\n";
print -d "/etc" && -l "/bin/sh" && -p $pr && -c "/dev/null" && -t STDIN ? "no" : "kinds", "\n";
EOF
}

case_processes() {
  perl <<'EOF'
use POSIX ":sys_wait_h";
$| = 1;
my @p;
for my $n ( 1 .. 20 ) { my $p = fork // die; exit $n unless $p; push @p, $p }
print join( " ", map { waitpid $_, 0; $? >> 8 } @p ), "\n";
print `echo from backticks; exit 3`, $? >> 8, "\n";
system "sh", "-c", "kill -9 \$\$";
print $? & 127, "\n";
system("/nowhere") == -1 and print "$!\n";
open my $p, "-|", "seq", 1, 5 or die;
print map { chomp; "<$_>" } <$p>;
close $p;
print "\n";
open my $w, "|-", "tr a-z A-Z";
print $w "shout\n";
close $w;
my $k = open my $r, "-|";
if ( !$k ) { print "child speaks"; exit 4 }
print <$r>, "\n";
close $r;
print $? >> 8, "\n";
my $n = 0;
$SIG{USR1} = sub { $n++ };
kill USR1 => $$ for 1 .. 100;
print "$n\n";
$SIG{ALRM} = sub { die "alarm\n" };
eval { alarm 1; select undef, undef, undef, 5; 1 } or print $@;
$SIG{CHLD} = sub {
  while ( ( my $x = waitpid -1, WNOHANG ) > 0 ) { $n = $? >> 8 }
};
my $c = fork;
if ( !$c ) { exit 42 }
select undef, undef, undef, 0.05 while $n != 42;
print "reaped $n\n";
$SIG{CHLD} = "DEFAULT";
local $SIG{__WARN__} = sub { print "warned @_" };
warn "careful\n";
print join( " ", map { defined $_ ? 1 : 0 } getpwnam("root"), getpwuid 65534 ) ? "accounts\n" : "";
print "$> $< ", ( split " ", $( )[0], " ", getpgrp == getpgrp($$) ? 1 : 0, " ", getppid > 0 ? 1 : 0, " ",
  getpriority( 0, 0 ), "\n";
my $e = fork;
if ( !$e ) { exec {"/bin/sh"} "renamed", "-c", 'echo $0' }
wait;
$0 = "new name";
open my $cm, "<", "/proc/self/comm";
print <$cm>;
open my $cl, "<", "/proc/$$/cmdline";
my $line = <$cl>;
$line =~ s/\0+$//;
print "$line\n";
my ( $u, $s ) = times;
print $u >= 0 ? "times\n" : "";
for ( 1 .. 100 ) { my $q = fork; exit 0 unless $q; waitpid $q, 0 }
print "forks\n";
require "syscall.ph" if 0;
print syscall(20) == $$ ? "syscall\n" : "no\n";
my $parent = $$;
END { print "end $?\n" if $parent == $$ }
exit 6;
EOF
  echo "[status $?]"
}

case_sockets() {
  perl <<'EOF'
use strict;
use Socket;
use IO::Socket::INET;
use IO::Socket::UNIX;
use IO::Select;
$| = 1;
my $server = IO::Socket::INET->new( LocalAddr => "127.0.0.1", LocalPort => 7100, Listen => 20, ReuseAddr => 1 )
  or die;
unless ( my $pid = fork ) {
  for ( 1 .. 20 ) {
    my $c = $server->accept;
    while ( my $l = <$c> ) { print $c scalar reverse( substr $l, 0, -1 ), "\n" }
    close $c;
  }
  exit 0;
}
close $server;
for my $n ( 1 .. 20 ) {
  my $c = IO::Socket::INET->new("127.0.0.1:7100") or die;
  print $c "message $n\n";
  my $l = <$c>;
  print $l if $n % 5 == 0;
  print $c->sockport > 0 && $c->peerport == 7100 ? "" : "bad\n";
  close $c;
}
wait;
print $?, "\n";
socketpair my $a, my $b, AF_UNIX, SOCK_STREAM, 0;
syswrite $a, "pair";
sysread $b, my $x, 10;
print "$x\n";
my $u = IO::Socket::UNIX->new( Local => "sock", Listen => 1 ) or die;
if ( !fork ) { my $c = IO::Socket::UNIX->new( Peer => "sock" ); print $c "unix\n"; exit }
print $u->accept->getline;
wait;
my $select = IO::Select->new($b);
print scalar( $select->can_read(0.05) ), "\n";
syswrite $a, "x";
print scalar( $select->can_read(1) ), "\n";
socket my $d, AF_INET, SOCK_DGRAM, 0;
bind $d, sockaddr_in( 7101, INADDR_LOOPBACK );
send $d, "datagram", 0, sockaddr_in( 7101, INADDR_LOOPBACK );
my $from = recv $d, my $m, 100, 0;
print "$m ", join( ".", unpack "C4", ( sockaddr_in $from)[1] ), "\n";
print unpack( "i", getsockopt $d, SOL_SOCKET, SO_TYPE ), "\n";
setsockopt $d, SOL_SOCKET, SO_REUSEADDR, 1 or die;
print IO::Socket::INET->new("127.0.0.1:1") ? "" : "$!\n";
shutdown $a, 1;
print sysread( $b, $x, 10 ), sysread( $b, $x, 10 ), "\n";
print inet_ntoa( scalar gethostbyname "localhost" ), "\n";
EOF
}

case_big_sort() {
  perl -e 'my @n = map { ($_ * 1103515245 + 12345) % 2147483648 } 1 .. shift; my @s = sort { $a <=> $b } @n; print "$s[0] $s[-1] $s[@s / 2]\n"; my %h; $h{$_ % 5003} .= "x" for @n; print scalar keys %h, " ", length $h{77}, "\n"; my $t = join ",", @s; print length $t, "\n"; print scalar(() = $t =~ /7{3}/g), "\n"' $((${FULL:-0} ? 300000 : 60000))
}

. /suites/lib.sh
