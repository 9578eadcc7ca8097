namespace AudioSubnet.Scoring.Music;

/// <summary>Finds one place of the order of numbers without putting all the others in order.</summary>
internal static class Selection
{
    /// <summary>The value that would stand at a place if the values were sorted (quickselect, Hoare 1961). The values are moved about.</summary>
    /// <param name="values">Numbers, none of them NaN.</param>
    /// <param name="place">From 0, the smallest, to one less than the count.</param>
    public static float Smallest(Span<float> values, int place)
    {
        int low = 0, high = values.Length - 1;
        while (low < high)
        {
            float pivot = Middle(values[low], values[(low + high) >>> 1], values[high]);
            int left = low, right = high;
            while (left <= right)
            {
                while (values[left] < pivot)
                    left++;
                while (values[right] > pivot)
                    right--;
                if (left > right)
                    break;
                (values[left], values[right]) = (values[right], values[left]);
                left++;
                right--;
            }

            // Now low..right are not above the pivot, left..high not below it, and what lies between is the pivot.
            if (place <= right)
                high = right;
            else if (place >= left)
                low = left;
            else
                break;
        }

        return values[place];
    }

    private static float Middle(float a, float b, float c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
