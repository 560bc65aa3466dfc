// A line for each rule that each file breaks:  java -cp JARS/* Judge.java 2a,ua1 FILE…
import java.io.FileInputStream;
import java.io.InputStream;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

public class Judge {
  public static void main(String[] args) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    for (String profile : args[0].split(","))
      for (int i = 1; i < args.length; ++i) judge(profile, args[i]);
  }

  private static void judge(String profile, String name) throws Exception {
    final var flavour = PDFAFlavour.byFlavourId(profile);
    try (InputStream file = new FileInputStream(name);
        PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour)) {
      final var found =
          Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
      final var broken = new TreeSet<String>();
      for (TestAssertion one : found.getTestAssertions())
        if (one.getStatus() == TestAssertion.Status.FAILED)
          broken.add(one.getRuleId().getClause() + " " + one.getMessage());
      if (broken.isEmpty() && !found.isCompliant()) broken.add("not compliant");
      for (String rule : broken) System.out.println(name + ": " + profile + ": " + rule);
    }
  }
}
