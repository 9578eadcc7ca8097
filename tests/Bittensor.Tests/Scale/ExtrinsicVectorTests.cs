using System.Text.Json;
using AudioSubnet.TestData;
using Bittensor.Crypto;
using Bittensor.Scale.Extrinsics;
using Bittensor.Scale.Metadata;

namespace Bittensor.Tests.Scale;

[Trait("Area", "vectors")]
public sealed class ExtrinsicVectorTests
{
    [Fact]
    public void Signing_payloads_are_those_of_polkadot_js() => ForEachSigned((format, vector) =>
    {
        byte[] payload = format.SigningPayload(Bytes(vector, "callHex"), Context(vector));
        Hex(payload).ShouldBe(Text(vector, "signingPayload"));
        Hex(ExtrinsicFormat.BytesToSign(payload)).ShouldBe(Text(vector, "bytesSigned"));
    });

    [Fact]
    public void Signed_extrinsics_are_those_of_polkadot_js() => ForEachSigned((format, vector) =>
    {
        SigningContext context = Context(vector);
        AccountId signer = AccountId.Parse(Text(vector, "signer"));
        byte[] signature = Bytes(vector, "signature");
        byte[] extrinsic = format.Encode(
            Bytes(vector, "callHex"),
            new ExtrinsicSignature(signer, SignatureScheme.Sr25519, signature, context.Era, context.Nonce, context.Tip));
        Hex(extrinsic).ShouldBe(Text(vector, "extrinsic"));
        Hex(ExtrinsicFormat.Hash(extrinsic)).ShouldBe(Text(vector, "extrinsicHash"));
    });

    [Fact]
    public void Signed_extrinsics_are_taken_apart_and_their_signatures_hold() => ForEachSigned((format, vector) =>
    {
        SigningContext context = Context(vector);
        DecodedExtrinsic extrinsic = format.Decode(Bytes(vector, "extrinsic"));
        ExtrinsicSignature signature = extrinsic.Signature.ShouldNotBeNull();
        extrinsic.Call.Pallet.ShouldBe(Text(vector, "palletName"));
        extrinsic.Call.Call.ShouldBe(Text(vector, "callName"));
        Hex(extrinsic.CallBytes.Span).ShouldBe(Text(vector, "callHex"));
        signature.Signer.ToString().ShouldBe(Text(vector, "signer"));
        signature.Era.ShouldBe(context.Era);
        signature.Nonce.ShouldBe(context.Nonce);
        signature.Tip.ShouldBe(context.Tip);
        format.HasValidSignature(extrinsic, context).ShouldBe(vector.GetProperty("signatureValid").GetBoolean());
        format.HasValidSignature(extrinsic, context with { SpecVersion = context.SpecVersion + 1 }).ShouldBeFalse();
    });

    [Fact]
    public void Extrinsics_signed_here_are_valid() => ForEachSigned((format, vector) =>
    {
        using Keypair signer = Keypair.FromUri("//Alice");
        SigningContext context = Context(vector);
        byte[] extrinsic = format.Sign(Bytes(vector, "callHex"), signer, context);
        DecodedExtrinsic decoded = format.Decode(extrinsic);
        format.HasValidSignature(decoded, context).ShouldBeTrue();
        decoded.Signature!.Signer.ShouldBe(signer.AccountId);
    });

    [Fact]
    public void Bare_extrinsics_are_those_of_polkadot_js() => ForEach((format, vector) =>
    {
        if (vector.TryGetProperty("signature", out _))
            return;
        Hex(ExtrinsicFormat.EncodeBare(Bytes(vector, "callHex"))).ShouldBe(Text(vector, "extrinsic"));
        DecodedExtrinsic extrinsic = format.Decode(Bytes(vector, "extrinsic"));
        extrinsic.Signature.ShouldBeNull();
        extrinsic.Call.Call.ShouldBe(Text(vector, "callName"));
    });

    private static SigningContext Context(JsonElement vector)
    {
        JsonElement era = vector.GetProperty("era");
        return new SigningContext
        {
            SpecVersion = vector.GetProperty("specVersion").GetUInt32(),
            TransactionVersion = vector.GetProperty("transactionVersion").GetUInt32(),
            GenesisHash = Bytes(vector, "genesisHash"),
            BirthHash = Bytes(vector, "checkpointHash"),
            Era = era.TryGetProperty("period", out JsonElement period)
                ? Era.Mortal(period.GetUInt64(), era.GetProperty("current").GetUInt64())
                : Era.Immortal,
            Nonce = vector.GetProperty("nonce").GetUInt64(),
            Tip = UInt128.Parse(Text(vector, "tip")),
        };
    }

    private static void ForEachSigned(Action<ExtrinsicFormat, JsonElement> check) => ForEach((format, vector) =>
    {
        if (vector.TryGetProperty("signature", out _))
            check(format, vector);
    });

    private static void ForEach(Action<ExtrinsicFormat, JsonElement> check)
    {
        var formats = new Dictionary<string, ExtrinsicFormat>(StringComparer.Ordinal);
        foreach (string file in TestPaths.VectorFiles("extrinsics.json"))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (JsonElement vector in document.RootElement.GetProperty("extrinsics").EnumerateArray())
            {
                string name = Text(vector, "metadata");
                if (!formats.TryGetValue(name, out ExtrinsicFormat? format))
                    formats[name] = format = new ExtrinsicFormat(MetadataFiles.Read(name));
                check(format, vector);
            }
        }

        formats.Count.ShouldBeGreaterThan(0);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static byte[] Bytes(JsonElement json, string name) => Convert.FromHexString(Text(json, name).AsSpan(2));

    private static string Hex(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);
}
