"""Common first names of English-language news with the pronoun they go with, and shortened forms of them."""

__all__ = ["FEMALE", "MALE", "SHORT_FORMS"]

MALE = frozenset(
    """aaron abdul abdullah abraham adam adrian ahmed akbar al alan albert alberto alejandro alex alexander alexei
    alfred ali allan allen alvin amir anders andre andrei andrew andy angelo angus anthony antonio archie arnold
    arthur asif austin barack barry bart ben benedict benjamin benny bernard bernie bert bill billy bob bobby
    boris brad bradley brandon brendan brent bret brett brian bruce bruno bryan bud byron caleb calvin cameron
    carl carlos cecil cedric cesar charles charlie chester chris christian christopher chuck clarence clark
    claude clay clayton cliff clifford clint clive cody colin conor corey cory craig curt curtis cyril cyrus
    dale damian dan daniel danny darrell darren daryl dave david dean denis dennis denny derek derrick devin
    dick diego dimitri dirk dmitry dominic don donald doug douglas drew duncan dustin dwayne dwight dylan earl
    ed eddie edgar eduardo edward edwin eli elias elijah elliot elliott emanuel emil emmanuel enrique eric erik
    ernest ernesto ethan eugene evan felipe felix fernando floyd francesco francis francisco francois frank
    franklin fred freddie frederick gabriel garrett garry gary gavin gene geoff geoffrey george gerald gerard
    gerry gilbert giovanni glen glenn gordon graham grant greg gregg gregory guillermo gus guy hamid hank hans
    harold harris harry harvey hassan hector henry herbert herman hillel horace howard hubert hugh hugo hussein
    ian ibrahim igor ilya imran isaac ivan jack jackson jacob jacques jaime jake jamal james jamie jared jason
    javier jay jean jeb jeff jeffrey jens jeremiah jeremy jerome jerry jesse jesus jim jimmy joaquin joe joel
    johan john johnny jon jonah jonathan jordan jorge jose joseph josh joshua juan julian julio julius justin
    kareem karl keith ken kenneth kenny kent kevin khalid khizr kirk kirill klaus kurt kyle lamar lance larry
    lars laurence lawrence lee leo leon leonard leroy leslie lewis liam lincoln lindsey lloyd logan lorenzo
    louis luca lucas luigi luis luke mahmoud malcolm manuel marc marcel marco marcus mario mark markus marshall
    martin marty marvin mathias matt matthew maurice max maxwell mel melvin michael miguel mikhail mike miles
    milton mitch mitchell mohamed mohammad mohammed morgan morris moses muhammad murray nate nathan nathaniel
    ned neil nelson newt nicholas nick nicolas nigel nikolai noah noel norman oleg oliver omar oscar otto owen
    pablo patrick paul pavel pedro perry pete peter phil philip philippe phillip pierre preston rahm ralph ramon
    randall randy raphael raul ray raymond recep reggie reince rex ricardo rich richard rick ricky rob robert
    roberto robin rod rodney rodrigo roger roland roman ron ronald ronnie ross roy rudolph rudy rupert russ
    russell ryan salman sam samuel saul scott sean sebastian serge sergei sergey sergio seth shane shaun shawn
    sidney silvio simon solomon spencer stan stanley stefan stephen steve steven stuart sylvester tariq ted
    terrence terry theo theodore thomas tim timothy toby todd tom tommy tony travis trent trevor trey troy tyler
    vernon vic victor vincent vitaly vladimir volodymyr wallace walter warren wayne wendell wesley will william
    willie winston xavier xi yasser yuri zach zachary""".split()
)
FEMALE = frozenset(
    """abigail ada adele agnes aisha alexandra alexandria alexis alice alicia alison allison alyssa amanda amber amelia
    amina amy ana anastasia andrea angela angelina anita ann anna anne annette annie april arianna ariana ashley
    audrey ava barbara beatrice becky belinda bernadette bernice beth bethany betsy betty beverly bonnie brenda
    bridget brittany brooke camille candace candice cara carla carly carmen carol carole caroline carolyn carrie
    cassandra catherine cathy cecilia celeste charlene charlotte chelsea cheryl chloe christina christine cindy
    claire clara claudia cleo colleen connie consuelo cora corinne courtney crystal cynthia daisy dana danielle
    daphne darlene dawn debbie deborah debra deirdre delia denise diana diane dina dolores donna dora doris
    dorothy edith eileen elaine eleanor elena elisabeth elise eliza elizabeth ella ellen eloise elsa emily emma
    erica erika erin esther ethel eunice eva eve evelyn faith fatima faye felicia fiona flora florence frances
    gabriela gabrielle gail georgia geraldine gertrude gina ginger gladys glenda gloria grace greta gretchen
    gwen hannah harriet hazel heather heidi helen helena hillary hilary holly hope huma ida imogen indira ines
    ingrid irene iris irina isabel isabella ivanka ivy jackie jacqueline jane janet janice jasmine jean jeanette
    jeanne jen jenna jennifer jenny jessica jill jo joan joann joanna joanne jocelyn josephine joy joyce juanita
    judith judy julia julianne julie june kamala karen karin karina karla kate katharine katherine kathleen
    kathryn kathy katie katrina kay kayleigh kellyanne kelly kelsey kerry kim kimberly kirsten kristen kristin
    kristina laila lara latoya laura lauren laurie leah leila lena lesley leticia lillian lily linda lindsay
    lisa liz liza lois loretta lori lorraine louise lucia lucille lucy luisa lydia lynn lynne mabel madeleine
    madison maggie maha marcia margaret margarita maria mariam marian marianne marie marilyn marina marion
    marissa marjorie marlene marsha martha mary maura maureen maya megan meghan melania melanie melinda melissa mercedes
    meredith michaela michele michelle mildred miranda miriam molly mona monica muriel nadia nancy naomi natalia
    natalie natasha nellie nicole nikki nina noor nora norma olga olivia pam pamela patricia patsy patti paula
    pauline pearl peggy penelope penny phyllis priscilla rachel ramona rebecca regina renee rhonda rita roberta
    robyn rosa rosalind rose rosemary roxanne ruby ruth sabrina sally samantha sandra sandy sara sarah selena
    shannon sharon sheila shelby shelley sherry sheryl shirley silvia simone sofia sonia sonya sophia sophie
    stacey stacy stella stephanie sue susan susana susanne suzanne svetlana sylvia tamara tammy tania tanya tara
    tatiana teresa theresa tiffany tina toni tracy tricia trina trish ursula valerie vanessa vera veronica vicki
    victoria viola violet virginia vivian wanda wendy whitney wilma winifred xiomara yasmin yolanda yvette
    yvonne zoe""".split()
)
SHORT_FORMS = {
    "alexander": "alex", "andrew": "andy", "anthony": "tony", "benjamin": "ben", "bernard": "bernie",
    "charles": "chuck charlie", "christopher": "chris", "daniel": "dan danny", "david": "dave", "donald": "don",
    "edward": "ed ted", "elizabeth": "liz beth betsy", "francis": "frank", "frederick": "fred", "gerald": "jerry",
    "gregory": "greg", "james": "jim jimmy jamie", "jeffrey": "jeff", "jennifer": "jen jenny", "john": "jack johnny",
    "jonathan": "jon", "joseph": "joe", "joshua": "josh", "katherine": "kate kathy katie", "kenneth": "ken",
    "lawrence": "larry", "margaret": "maggie peggy", "matthew": "matt", "michael": "mike", "mitchell": "mitch",
    "nathan": "nate", "nicholas": "nick", "pamela": "pam", "patricia": "pat patty trish", "patrick": "pat",
    "peter": "pete", "philip": "phil", "raymond": "ray", "rebecca": "becky", "richard": "rick dick rich",
    "robert": "bob rob bobby", "ronald": "ron", "rudolph": "rudy", "samuel": "sam", "stephen": "steve",
    "steven": "steve", "susan": "sue", "theodore": "ted", "thomas": "tom tommy", "timothy": "tim", "victoria": "vicki",
    "vincent": "vince", "william": "bill will billy", "zachary": "zach",
}  # fmt: skip
