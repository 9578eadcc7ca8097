using System.Collections;
using Bittensor.Wallets;

namespace Bittensor.Tests.Wallets;

public class EnvironmentPasswordTests
{
    private static readonly string Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    [Fact]
    public void The_variable_of_the_path_is_found_in_full_and_with_a_tilde()
    {
        string path = Path.Combine(Home, ".bittensor", "wallets", "alpha", "coldkey");
        foreach (string spelling in (string[])[path, "~" + path[Home.Length..]])
        {
            string variable = EnvironmentPassword.VariableOf(spelling);
            var environment = new Hashtable { [variable] = EnvironmentPassword.Encode("sécret", variable) };
            EnvironmentPassword.Find(path, "alpha", environment).ShouldBe(("sécret", variable));
        }
    }

    [Fact]
    public void The_variable_of_the_wallet_holds_the_password_itself_and_names_need_not_match_in_case()
    {
        EnvironmentPassword.Find("/w/alpha/coldkey", "alpha", new Hashtable { ["BT_COLD_PW_ALPHA"] = "one" }).ShouldBe(("one", "BT_COLD_PW_ALPHA"));
        var two = new Hashtable { ["BT_COLD_PW_my-alpha"] = "other", ["BT_COLD_PW_alpha"] = "own" };
        EnvironmentPassword.Find("/w/alpha/coldkey", "alpha", two).ShouldBe(("own", "BT_COLD_PW_alpha"));
        EnvironmentPassword.Find("/w/alpha/coldkey", "alpha", new Hashtable { ["BT_COLD_PW_BETA"] = "x" }).ShouldBeNull();
    }

    [Fact]
    public void The_variable_of_the_wallet_is_for_coldkeys_alone() =>
        EnvironmentPassword.Find("/w/alpha/hotkeys/alpha", walletName: null, new Hashtable { ["BT_COLD_PW_ALPHA"] = "one" }).ShouldBeNull();

    [Theory]
    [InlineData("not base64!")]
    [InlineData("gICAgA==")]
    public void A_malformed_value_is_refused_by_the_variables_name(string value)
    {
        const string path = "/w/alpha/coldkey";
        string variable = EnvironmentPassword.VariableOf(path);
        var refusal = Should.Throw<KeyfileException>(() => EnvironmentPassword.Find(path, "alpha", new Hashtable { [variable] = value }));
        refusal.Message.ShouldContain(variable);
        refusal.Message.ShouldNotContain(value);
    }
}
