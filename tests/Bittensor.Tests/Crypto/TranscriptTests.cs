using Bittensor.Crypto.Sr25519;

namespace Bittensor.Tests.Crypto;

/// <summary>The known answers of the crate merlin (strobe.rs and transcript.rs) and of its ports.</summary>
[Trait("Area", "vectors")]
public class TranscriptTests
{
    [Fact]
    public void Strobe_gives_the_known_answers_of_the_conformance_protocol()
    {
        var strobe = new Strobe("Conformance Test Protocol"u8);
        byte[] message = [.. Enumerable.Repeat((byte)99, 1024)];
        strobe.MetaAd("ms"u8, more: false);
        strobe.MetaAd("g"u8, more: true);
        strobe.Ad(message);

        byte[] output = new byte[32];
        strobe.MetaAd("prf"u8, more: false);
        strobe.Prf(output);
        Convert.ToHexStringLower(output).ShouldBe("b48e645ca17c667fd5206ba57a6a228d72d8e1903814d3f17f622996d7cfefb0");

        strobe.MetaAd("key"u8, more: false);
        strobe.Key(output);
        strobe.MetaAd("prf"u8, more: false);
        strobe.Prf(output);
        Convert.ToHexStringLower(output).ShouldBe("07e45cce8078cee259e3e375bb85d75610e2d1e1201c5f645045a194edd49ff8");
    }

    [Fact]
    public void A_short_transcript_gives_the_known_challenge()
    {
        var transcript = new Transcript("test protocol"u8);
        transcript.Append("some label"u8, "some data"u8);
        Challenge(ref transcript).ShouldBe("d5a21972d0d5fe320c0d263fac7fffb8145aa640af6e9bca177c03c7efcf0615");
    }

    [Fact]
    public void A_long_transcript_gives_the_known_challenge()
    {
        var transcript = new Transcript("test protocol"u8);
        transcript.Append("step1"u8, "some data"u8);
        byte[] data = [.. Enumerable.Repeat((byte)99, 1024)];
        string challenge = "";
        for (int i = 0; i < 32; i++)
        {
            challenge = Challenge(ref transcript);
            transcript.Append("bigdata"u8, data);
            transcript.Append("challengedata"u8, Convert.FromHexString(challenge));
        }

        challenge.ShouldBe("a8c933f54fae76e3f9bea93648c1308e7dfa2152dd51674ff3ca438351cf003c");
    }

    [Fact]
    public void Witness_bytes_depend_on_transcript_secret_and_randomness_and_leave_the_transcript_alone()
    {
        var transcript = new Transcript("test protocol"u8);
        string reference = Witness(transcript, 1, 1);
        Witness(transcript, 1, 1).ShouldBe(reference);
        Witness(transcript, 2, 1).ShouldNotBe(reference);
        Witness(transcript, 1, 2).ShouldNotBe(reference);
        Transcript fork = transcript;
        fork.Append("more"u8, []);
        Witness(fork, 1, 1).ShouldNotBe(reference);
        Challenge(ref fork).ShouldNotBe(Challenge(ref transcript));
    }

    private static string Challenge(ref Transcript transcript)
    {
        byte[] output = new byte[32];
        transcript.Challenge("challenge"u8, output);
        return Convert.ToHexStringLower(output);
    }

    private static string Witness(Transcript transcript, byte secret, byte random)
    {
        byte[] output = new byte[64];
        transcript.Witness("label"u8, [secret], [random], output);
        return Convert.ToHexStringLower(output);
    }
}
